using TorchSharp;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests.BeyondTorchSharp;

/// <summary>The first convolution and the turn from images to sequences against libtorch's own operations in double precision.</summary>
public sealed class FusedImageEdgesTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(2, 3, 5, 4, 1)]
    [InlineData(3, 16, 7, 9, 2)]
    [InlineData(4, 17, 10, 23, 3)]
    [InlineData(3, 32, 13, 40, 2)]
    [InlineData(2, 50, 6, 31, 4)]
    public void The_first_convolution_is_conv2d_with_zeros_in_the_padding(int batch, int channels, int bands, int frames, int stride)
    {
        long Steps(long count) => (count + stride - 1) / stride;
        var featureFrames = Enumerable.Range(0, batch).Select(b => b == 0 ? frames : 1 + (5L * b % frames)).ToArray();
        var lengths = tensor(featureFrames.Select(Steps).ToArray());
        var mask = arange(Steps(frames)).unsqueeze(0).lt(lengths.unsqueeze(1)).to(float64).unsqueeze(1).unsqueeze(1);
        var features = ResidualCnnCase.Pattern(1.3, batch, bands, frames).to(float32);
        var valid = arange(frames).unsqueeze(0).lt(tensor(featureFrames).unsqueeze(1)).to(float32).unsqueeze(1);
        features = features.mul(valid);
        var values = new[] { ResidualCnnCase.Pattern(0.9, channels, 1, 3, 3), ResidualCnnCase.Pattern(0.4, channels) };

        Tensor[] wide = [.. values.Select(value => value.to(float32).to(float64).requires_grad_())];
        var expected = nn.functional.conv2d(features.to(float64).unsqueeze(1), wide[0], wide[1], [stride, stride], [1, 1]).mul(mask);
        expected.mul(ResidualCnnCase.Pattern(0.7, expected.shape)).sum().backward();
        for (var repetition = 0; repetition < 3; repetition++)
        {
            DirtyMemory.Leave(expected.numel(), 10L * ((channels + 15) / 16 * 16));
            Tensor[] leaves = [.. values.Select(value => value.to(float32).requires_grad_())];
            var found = FusedConvolutions.stem_convolution(features, lengths, leaves[0], leaves[1], stride);
            found.mul(ResidualCnnCase.Pattern(0.7, found.shape).to(float32)).sum().backward();
            AssertClose.Tensors(expected, found, 1e-5, "output");
            AssertClose.Tensors(wide[0].grad!, leaves[0].grad!, 1e-4, "gradient of the weight");
            AssertClose.Tensors(wide[1].grad!, leaves[1].grad!, 1e-4, "gradient of the bias");
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 3, 5, 4)]
    [InlineData(3, 16, 20, 9)]
    [InlineData(2, 33, 17, 50)]
    public void Images_become_sequences_and_their_gradients_images(int batch, int channels, int bands, int frames)
    {
        var values = ResidualCnnCase.Pattern(1.3, batch, channels, bands, frames).to(float32);
        foreach (var x in (Tensor[])[values, values.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2)])
        {
            var leaf = x.detach().requires_grad_();
            var y = FusedConvolutions.image_to_sequence(leaf);
            var expected = values.permute(0, 3, 1, 2).reshape(batch, frames, channels * bands);
            AssertClose.Tensors(expected, y, 0);
            var factor = ResidualCnnCase.Pattern(0.7, y.shape).to(float32);
            y.mul(factor).sum().backward();
            AssertClose.Tensors(factor.reshape(batch, frames, channels, bands).permute(0, 2, 3, 1), leaf.grad!, 0);
        }

        // Other types and devices take libtorch's way.
        AssertClose.Tensors(values.to(float64).permute(0, 3, 1, 2).flatten(2), FusedConvolutions.image_to_sequence(values.to(float64)), 0);
    }
}
