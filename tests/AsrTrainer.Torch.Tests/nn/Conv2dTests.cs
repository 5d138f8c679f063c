using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class Conv2dTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, 1, 1, 1)]
    [InlineData(2, 1, 0, 1, 1, 1, 1)]
    [InlineData(2, 2, 1, 2, 1, 1, 2)]
    [InlineData(1, 2, 2, 0, 2, 1, 2)]
    public void A_convolution_is_the_plain_loop(
        long strideH, long strideW, long padH, long padW, long dilationH, long dilationW, long groups)
    {
        const int Batch = 2, In = 4, Out = 6, Height = 7, Width = 8, KernelH = 3, KernelW = 2;
        using var layer = nn.Conv2d(
            In, Out, (KernelH, KernelW), (strideH, strideW), (padH, padW), (dilationH, dilationW), groups: groups, dtype: float64);
        var input = randn(Batch, In, Height, Width, dtype: float64);
        using var output = layer.call(input);
        var outHeight = ((Height + (2 * padH) - (dilationH * (KernelH - 1)) - 1) / strideH) + 1;
        var outWidth = ((Width + (2 * padW) - (dilationW * (KernelW - 1)) - 1) / strideW) + 1;
        Assert.Equal([Batch, Out, outHeight, outWidth], output.shape);

        double[] x = AssertClose.Values(input), w = AssertClose.Values(layer.weight), bias = AssertClose.Values(layer.bias!);
        var inPerGroup = In / groups;
        double At(long b, long c, long h, long v) =>
            h < 0 || h >= Height || v < 0 || v >= Width ? 0 : x[(((b * In) + c) * Height * Width) + (h * Width) + v];
        double Sum(long b, long o, long h, long v) =>
            (from c in Enumerable.Range(0, (int)inPerGroup)
             from i in Enumerable.Range(0, KernelH)
             from j in Enumerable.Range(0, KernelW)
             let channel = (o / (Out / groups) * inPerGroup) + c
             let weight = w[(((o * inPerGroup) + c) * KernelH * KernelW) + (i * KernelW) + j]
             select weight * At(b, channel, (h * strideH) - padH + (i * dilationH), (v * strideW) - padW + (j * dilationW))).Sum();
        var expected =
            from b in Enumerable.Range(0, Batch)
            from o in Enumerable.Range(0, Out)
            from h in Enumerable.Range(0, (int)outHeight)
            from v in Enumerable.Range(0, (int)outWidth)
            select bias[o] + Sum(b, o, h, v);
        AssertClose.Numbers([.. expected], output, 1e-12);
    }

    [Fact]
    public void Reflected_padding_is_padding_first()
    {
        using var layer = nn.Conv2d(1, 2, 3, padding: 1, padding_mode: PaddingModes.Reflect, dtype: float64);
        var input = randn(1, 1, 5, 6, dtype: float64);
        var padded = nn.functional.pad(input, (1, 1, 1, 1), PaddingModes.Reflect);
        AssertClose.Tensors(nn.functional.conv2d(padded, layer.weight, layer.bias), layer.call(input), 1e-14);
        Assert.Equal(input[0, 0, 1, 1].ToDouble(), padded[0, 0, 0, 0].ToDouble());
    }

    [Fact]
    public void Groups_that_do_not_divide_the_channels_are_refused()
    {
        Assert.Throws<ArgumentException>(() => nn.Conv2d(3, 4, 3, groups: 2));
    }
}
