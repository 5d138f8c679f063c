using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class CreationTests
{
    [Fact]
    public void Element_types_follow_the_managed_type_as_in_TorchSharp()
    {
        Assert.Equal(int32, tensor(3).dtype);
        Assert.Equal(float64, tensor(3.0).dtype);
        Assert.Equal(float64, tensor(new[] { 1.0 }).dtype);
        Assert.Equal(int64, tensor(new[] { 1L }).dtype);
        Assert.Equal(@bool, tensor(new[] { true }).dtype);
        Assert.Equal(int64, arange(5).dtype);
        Assert.Equal(float32, arange(0, 1, 0.25).dtype);
        Assert.Equal(int64, full(2, 3).dtype);
        Assert.Equal(float32, full(2, 3.0).dtype);
        Assert.Equal(float32, zeros(2).dtype);
        Assert.Equal(int64, randint(5, [2]).dtype);
        Tensor implied = 3.0f;
        Assert.Equal((float32, 0L), (implied.dtype, implied.dim()));
        Scalar scalar = 2;
        Assert.Equal(int64, scalar.Type);
        Assert.Equal(float32, (ones(1) * 2.0).dtype);
    }

    [Fact]
    public void Dimensions_may_be_numbers_an_array_or_a_span()
    {
        Assert.Equal([2, 3], zeros(2, 3).shape);
        Assert.Equal([2, 3, 4, 5], ones([2, 3, 4, 5]).shape);
        Assert.Equal([2, 3, 4], empty((ReadOnlySpan<long>)[2, 3, 4]).shape);
        Assert.Empty(zeros(Array.Empty<long>()).shape);
        Assert.Equal([7d, 7d], full(2, 7, float64).data<double>().ToArray());
        Assert.Equal([1f, 0, 0, 1], eye(2).data<float>().ToArray());
        Assert.Equal([0d, 0.5, 1], linspace(0, 1, 3, float64).data<double>().ToArray());
        Assert.Equal([1L, 3], arange(1, 5, 2).data<long>().ToArray());
    }

    [Fact]
    public void Like_another_keeps_its_type_and_shape_unless_told_otherwise()
    {
        using Tensor model = ones(2, 3, dtype: float64);
        Assert.Equal((float64, "2,3"), (zeros_like(model).dtype, string.Join(',', zeros_like(model).shape)));
        Assert.Equal(int32, full_like(model, 4, int32).dtype);
        Assert.True(ones_like(model, requires_grad: true).requires_grad);
        Assert.Equal([2, 3], empty_like(model).shape);
        Assert.Equal([2, 3], rand_like(model).shape);
    }

    [Fact]
    public void Managed_values_are_copied()
    {
        float[] source = [1, 2, 3, 4];
        using Tensor copy = tensor(source, [2, 2]);
        source[0] = 9;
        Assert.Equal(1f, copy[0, 0].item<float>());
        Assert.Equal([3f, 4f], copy[1].data<float>().ToArray());
        Assert.Equal([1.5, 2], tensor(new List<double> { 1.5, 2 }).data<double>().ToArray());
        Assert.Equal([2, 2], tensor(new[,] { { 1, 2 }, { 3, 4 } }).shape);
        Assert.Equal([1d, 2], tensor(new[] { 1f, 2f }, float64).data<double>().ToArray());
        var fault = Assert.Throws<ExternalException>(() => tensor(new[] { 1f }, [2, 2]));
        Assert.Contains("4 elements", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_can_be_shared_without_a_copy()
    {
        float[] source = [1, 2, 3, 4];
        using Tensor shared = from_array(source);
        source[0] = 9;
        Assert.Equal(9f, shared[0].item<float>());
        shared[3] = tensor(7f);
        Assert.Equal(7f, source[3]);
        using Tensor part = frombuffer(source, float32, count: 2, offset: 1);
        Assert.Equal([2f, 3f], part.data<float>().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => frombuffer(source, float32, count: 4, offset: 1));
        Assert.Throws<ArgumentException>(() => frombuffer(source, float64));
        Assert.Equal([2, 1], from_array(new[,] { { 1L }, { 2L } }).shape);
        Assert.Equal(int32, from_array(new[] { 1L }, int32).dtype);
    }

    [Fact]
    public void Windows_are_the_textbooks()
    {
        double[] hann = hann_window(8, dtype: float64).data<double>().ToArray();
        double[] hamming = hamming_window(8, periodic: false, dtype: float64).data<double>().ToArray();
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal(Math.Pow(Math.Sin(Math.PI * i / 8), 2), hann[i], 12);
            Assert.Equal(0.54 - (0.46 * Math.Cos(2 * Math.PI * i / 7)), hamming[i], 6);
        }
    }

    [Fact]
    public void A_device_is_written_as_PyTorch_writes_it()
    {
        Assert.Equal("cpu", CPU.ToString());
        Assert.Equal("cuda:1", device("cuda:1").ToString());
        Assert.Equal((DeviceType.CUDA, 0), (new Device("cuda").type, new Device("cuda").index));
        Assert.Equal("cuda:2", new Device(DeviceType.CUDA, 2).ToString());
        Assert.Throws<ArgumentException>(() => device("tpu"));
        Assert.Throws<ArgumentException>(() => device("cuda:x"));
        Assert.Equal(DeviceType.CPU, zeros(1, device: "cpu").device_type);
    }

    [Fact]
    public void A_gradient_can_be_asked_for_at_once()
    {
        Assert.True(zeros(2, requires_grad: true).requires_grad);
        Assert.True(tensor(1.0, requires_grad: true).is_leaf);
        Assert.False(ones(2).requires_grad);
    }
}
