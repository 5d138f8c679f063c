using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class TensorAccessorTests
{
    private readonly Tensor matrix = arange(6, dtype: float32).reshape(2, 3);

    [Fact]
    public void Elements_come_in_logical_order_whatever_the_strides()
    {
        Assert.Equal([0f, 3, 1, 4, 2, 5], matrix.t().data<float>().ToArray());
        Assert.Equal([1f, 4], matrix[TensorIndex.Ellipsis, 1].data<float>().ToArray());
        Assert.Equal([7f, 7, 7, 7], ones(1, 1).mul(7).expand(2, 2).data<float>().ToArray());
        Assert.Equal([0f, 1, 2, 3, 4, 5], matrix.data<float>().ToArray());
        Assert.Equal([2f, 5, 1, 4, 0, 3], matrix.flip(1).t().data<float>());
    }

    [Fact]
    public void Elements_are_read_and_written_by_index_through_the_strides()
    {
        Tensor turned = matrix.t();
        var elements = turned.data<float>();
        Assert.Equal(4f, elements[1, 1]);
        Assert.Equal(4f, elements[3]); // the fourth in logical order
        elements[2, 0] = 9;
        Assert.Equal(9f, matrix[0, 2].item<float>());
        Assert.Equal(6, elements.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => elements[3, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => elements[-1]);
        Assert.Throws<ArgumentException>(() => elements[0, 0, 0]);
    }

    [Fact]
    public void A_part_is_copied_out_and_in()
    {
        var target = new float[4];
        matrix.t().data<float>().CopyTo(target, arrayIndex: 1, tensorIndex: 2);
        Assert.Equal([0f, 1, 4, 2], target);
        matrix.t().data<float>().CopyFrom([8f, 9f], tensorIndex: 1);
        Assert.Equal([0f, 9, 2, 8, 4, 5], matrix.data<float>().ToArray());
        matrix.data<float>().CopyFrom([1f, 1, 1], arrayIndex: 1, tensorIndex: 5);
        Assert.Equal([0f, 9, 2, 8, 4, 1], matrix.data<float>().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.data<float>().CopyTo(target, tensorIndex: 7));
    }

    [Fact]
    public void A_rectangular_array_has_the_tensors_shape() =>
        Assert.Equal(new float[,] { { 0, 3 }, { 1, 4 }, { 2, 5 } }, (float[,])matrix.t().data<float>().ToNDArray());

    [Fact]
    public void The_element_type_must_be_the_tensors()
    {
        Assert.Throws<ArgumentException>(() => matrix.data<double>());
        Assert.Throws<ArgumentException>(() => matrix.sum().item<double>());
        Assert.Throws<ArgumentException>(() => matrix.to(bfloat16).data<Half>());
        Assert.Throws<ArgumentException>(() => matrix.item<float>());
        Assert.Equal(15d, matrix.sum().ToDouble());
        Assert.Equal(15, matrix.sum().ToInt32());
        Assert.Equal(15L, (long)matrix.sum());
        Assert.True((bool)matrix.sum());
        Assert.Equal(15f, matrix.sum().to(bfloat16).ToSingle());
        Assert.Equal(15f, matrix.t().data<float>().Sum());
    }

    [Fact]
    public void The_bytes_of_a_contiguous_tensor_can_be_read_and_set()
    {
        using Tensor numbers = tensor(new[] { 1, 256 });
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0], numbers.bytes.ToArray());
        numbers.bytes = new byte[] { 2, 0, 0, 0, 3, 0, 0, 0 };
        Assert.Equal([2, 3], numbers.data<int>().ToArray());
        Assert.Throws<ArgumentException>(() => numbers.bytes = new byte[3]);
        Assert.Throws<InvalidOperationException>(() => matrix.t().bytes.Length);
    }

    [Fact]
    public void An_empty_tensor_has_no_elements()
    {
        using Tensor none = empty(0, 3);
        Assert.Empty(none.data<float>().ToArray());
        Assert.Empty(none.t().data<float>().ToArray());
        Assert.Empty(tensor(Array.Empty<float>()).data<float>().ToArray());
    }
}
