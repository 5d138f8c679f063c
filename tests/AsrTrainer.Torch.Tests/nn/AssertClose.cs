using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

/// <summary>Compares tensors element by element and says where they differ most.</summary>
internal static class AssertClose
{
    public static void Tensors(Tensor expected, Tensor actual, double tolerance, string what = "tensor")
    {
        Assert.Equal(expected.shape, actual.shape);
        if (expected.numel() == 0)
        {
            return;
        }

        using var left = expected.detach().@double();
        using var right = actual.detach().@double();
        var difference = (left - right).abs().max().ToDouble();
        Assert.True(difference <= tolerance, $"{what}: differs by {difference:g3}, allowed {tolerance:g3}");
    }

    public static void Numbers(double[] expected, Tensor actual, double tolerance, string what = "tensor")
    {
        using var flat = actual.detach().@double().contiguous();
        var found = flat.data<double>().ToArray();
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < found.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance, $"{what}[{i}]: {found[i]:g17}, expected {expected[i]:g17}");
        }
    }

    /// <summary>The elements in row-major order.</summary>
    public static double[] Values(Tensor tensor)
    {
        using var flat = tensor.detach().@double().contiguous();
        return flat.data<double>().ToArray();
    }
}
