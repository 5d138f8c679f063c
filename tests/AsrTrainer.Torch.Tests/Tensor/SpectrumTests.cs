using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class SpectrumTests
{
    [Fact]
    public void A_centred_short_time_transform_is_the_sum_it_is_defined_as()
    {
        const int Size = 16, Hop = 4, Samples = 40;
        using DisposeScope scope = NewDisposeScope();
        Tensor signal = randn(1, Samples, dtype: float64);
        Tensor window = hann_window(Size, dtype: float64);
        Tensor power = stft(signal, Size, Hop, Size, window, center: true, pad_mode: PaddingModes.Constant, return_complex: true)
            .abs().square();
        Assert.Equal([1, (Size / 2) + 1, (Samples / Hop) + 1], power.shape);

        double[] x = AssertClose.Values(signal), w = AssertClose.Values(window);
        var expected = new List<double>();
        for (int k = 0; k <= Size / 2; k++)
        {
            for (int frame = 0; frame <= Samples / Hop; frame++)
            {
                Complex sum = 0;
                for (int n = 0; n < Size; n++)
                {
                    int at = (frame * Hop) + n - (Size / 2);
                    sum += at is >= 0 and < Samples ? x[at] * w[n] * Complex.FromPolarCoordinates(1, -2 * Math.PI * k * n / Size) : 0;
                }

                expected.Add((sum.Real * sum.Real) + (sum.Imaginary * sum.Imaginary));
            }
        }

        AssertClose.Numbers([.. expected], power, 1e-10);
    }

    [Fact]
    public void The_inverse_gives_the_signal_back()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor signal = randn(100, dtype: float64), window = hann_window(16, dtype: float64);
        Tensor spectrum = signal.stft(16, 4, window: window, return_complex: true);
        AssertClose.Tensors(signal, spectrum.istft(16, 4, window: window, length: 100), 1e-12);
        Assert.Equal(2, spectrum.view_as_real().size(-1));
        AssertClose.Tensors(spectrum.real.square() + spectrum.imag.square(), spectrum.abs().square(), 1e-12);
    }
}
