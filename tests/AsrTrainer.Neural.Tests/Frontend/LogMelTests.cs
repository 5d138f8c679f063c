using AsrTrainer.Neural.Frontend;
using AsrTrainer.Speech.Timing;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Frontend;

public sealed class LogMelTests : IDisposable
{
    private static readonly FrameTiming Timing = new(16000, 160, 2);
    private static readonly int[] Counts = [6000, 4321, 700];

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(ScalarType.Float32, 2e-4)] // Rounding of sums of 400 products, then a logarithm close to its floor.
    [InlineData(ScalarType.Float64, 1e-4)] // torchaudio rounds its filters to single precision, see below.
    public void Log_mel_is_torchaudios(ScalarType dtype, double tolerance)
    {
        var golden = new GoldenFile("log_mel");
        using var frontend = Make(FeatureNormalization.None, dtype);
        var counts = golden.Integers("lengths").Select(n => (int)n).ToArray();
        var (features, frames) = frontend.Forward(golden["samples"].to(dtype), counts);
        Assert.Equal(golden["log_mel"].shape, features.shape);
        Assert.Equal(counts.Select(n => 1 + (n / 160L)), frames);
        for (var b = 0; b < counts.Length; b++)
        {
            var distance = Distance(golden["log_mel"][b].narrow(1, 0, frames[b]), features[b].narrow(1, 0, frames[b]));
            Assert.True(distance < tolerance, $"differs by {distance:g3}, allowed {tolerance:g3}");
        }
    }

    [Fact]
    public void The_filterbank_is_torchaudios()
    {
        var golden = new GoldenFile("log_mel")["filterbank"];
        var weights = tensor(MelFilterbank.Weights(new FrontendOptions()), [201, 80]);

        // torchaudio works the corners out in single precision, where 8000 Hz are known to 5e-4 Hz and bands are as narrow as 40 Hz.
        Assert.InRange(Distance(golden, weights), 0, 1e-5);
    }

    [Theory]
    [InlineData(FeatureNormalization.None)]
    [InlineData(FeatureNormalization.Utterance)]
    [InlineData(FeatureNormalization.Band)]
    public void Features_of_an_utterance_do_not_depend_on_the_batch(FeatureNormalization normalization)
    {
        using var frontend = Make(normalization);
        var audio = Audio();
        var (together, frames) = frontend.Forward(audio, Counts);
        for (var b = 0; b < Counts.Length; b++)
        {
            var (alone, own) = frontend.Forward(audio.narrow(0, b, 1).narrow(1, 0, Counts[b]), [Counts[b]]);
            Assert.Equal([frames[b]], own);
            Assert.Equal(frames[b], alone.shape[2]);
            Assert.True(Distance(alone[0], together[b].narrow(1, 0, frames[b])) < 1e-5);
        }
    }

    [Theory]
    [InlineData(FeatureNormalization.None)]
    [InlineData(FeatureNormalization.Utterance)]
    [InlineData(FeatureNormalization.Band)]
    public void Frames_beyond_an_utterance_are_exactly_zero(FeatureNormalization normalization)
    {
        using var frontend = Make(normalization);
        var (features, frames) = frontend.Forward(Audio(), Counts);
        for (var b = 1; b < Counts.Length; b++)
        {
            Assert.Equal(0, features[b].narrow(1, frames[b], features.shape[2] - frames[b]).abs().max().ToDouble());
            Assert.True(features[b].narrow(1, 0, frames[b]).abs().sum([0]).min().ToDouble() > 0);
        }
    }

    [Theory]
    [InlineData(FeatureNormalization.Utterance)]
    [InlineData(FeatureNormalization.Band)]
    public void Normalisation_counts_valid_frames_only(FeatureNormalization normalization)
    {
        using var frontend = Make(normalization);
        var (features, frames) = frontend.Forward(Audio(), Counts);
        for (var b = 0; b < Counts.Length; b++)
        {
            var valid = features[b].narrow(1, 0, frames[b]).to(ScalarType.Float64);
            var groups = normalization == FeatureNormalization.Band ? valid : valid.reshape(1, -1);
            var means = groups.mean([1]);
            var deviations = groups.sub(means.unsqueeze(1)).square().mean([1]).sqrt();
            Assert.True(means.abs().max().ToDouble() < 1e-5);

            // 1e-5 is added to the deviation that is divided by, which is about 1 here.
            Assert.True(deviations.sub(1).abs().max().ToDouble() < 1e-4);
        }
    }

    [Fact]
    public void Silence_gives_zeros_and_no_nan()
    {
        using var frontend = Make(FeatureNormalization.Utterance);
        var (features, _) = frontend.Forward(zeros(1, 3200), [3200]);
        Assert.True(features.abs().max().ToDouble() < 0.1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(159)]
    [InlineData(160)]
    [InlineData(161)]
    [InlineData(399)]
    [InlineData(4000)]
    public void The_number_of_frames_is_that_of_the_timing(int samples)
    {
        using var frontend = Make(FeatureNormalization.None);
        var (features, frames) = frontend.Forward(randn(1, samples), [samples]);
        Assert.Equal(Timing.FeatureFrames(samples), features.shape[2]);
        Assert.Equal([Timing.FeatureFrames(samples)], frames);
    }

    private static LogMel Make(FeatureNormalization normalization, ScalarType dtype = ScalarType.Float32) =>
        new LogMel(new FrontendOptions { Normalization = normalization }, Timing).to(dtype);

    private static Tensor Audio()
    {
        manual_seed(8);
        var audio = randn(Counts.Length, Counts[0]).mul(0.1);
        for (var b = 1; b < Counts.Length; b++)
        {
            audio[b].narrow(0, Counts[b], Counts[0] - Counts[b]).zero_();
        }

        return audio;
    }

    private static double Distance(Tensor a, Tensor b) => a.to(ScalarType.Float64).sub(b.to(ScalarType.Float64)).abs().max().ToDouble();
}
