using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class ShapeTests
{
    private readonly Tensor cube = arange(24).reshape(2, 3, 4);

    [Fact]
    public void A_tensor_knows_its_shape()
    {
        Assert.Equal([2, 3, 4], cube.shape);
        Assert.Equal((3L, 24L, 4L, 3L), (cube.dim(), cube.numel(), cube.size(-1), cube.size(1)));
        Assert.Equal([12, 4, 1], cube.stride());
        Assert.Equal((1L, 8L), (cube.stride(-1), cube.element_size()));
        Assert.Throws<ArgumentOutOfRangeException>(() => cube.size(3));
        Assert.True(cube.is_contiguous());
        Assert.False(cube.transpose(0, 1).is_contiguous());
        Assert.Equal(12, cube[1].storage_offset());
        Assert.Equal("[2x3x4], type = Int64, device = cpu", cube.ToString());
    }

    [Fact]
    public void Views_keep_the_elements()
    {
        Assert.Equal([6, 4], cube.view(6, -1).shape);
        Assert.Equal([2, 12], cube.flatten(1).shape);
        Assert.Equal([4, 3, 2], cube.permute(2, 1, 0).shape);
        Assert.Equal([2, 4, 3], cube.transpose(1, 2).shape);
        Assert.Equal([2, 1, 3, 4], cube.unsqueeze(1).shape);
        Assert.Equal([3, 4], cube.narrow(0, 1, 1).squeeze(0).shape);
        Assert.Equal([2, 3, 2, 2], cube.unflatten(2, 2, 2).shape);
        Assert.Equal([5, 3, 4], cube[0].expand(5, -1, -1).shape);
        Assert.Equal([2, 3, 3, 2], cube.unfold(2, 2, 1).shape);
        Assert.Equal([1L, 5, 9], cube[0].select(1, 1).data<long>().ToArray());
        Assert.Equal([0L, 2], cube[0, 0].slice(0, 0, 4, 2).data<long>().ToArray());
        Assert.Equal([4, 3], cube[0].T.shape);
    }

    [Fact]
    public void Index_expressions_read_as_in_PyTorch()
    {
        Assert.Equal([12L, 16, 20], cube[1, TensorIndex.Colon, 0].data<long>().ToArray());
        Assert.Equal([2, 2, 4], cube[TensorIndex.Colon, TensorIndex.Slice(1), TensorIndex.Ellipsis].shape);
        Assert.Equal([2, 3, 2], cube[TensorIndex.Ellipsis, 1..3].shape);
        Assert.Equal([0L, 2], cube[0, 0, TensorIndex.Slice(step: 2)].data<long>().ToArray());
        Assert.Equal([1, 2, 3, 4], cube[TensorIndex.None].shape);
        Assert.Equal([3L, 7, 11], cube[0, TensorIndex.Colon, ^1].data<long>().ToArray());
        Assert.Equal([2L, 3], cube[0, 0, ^2..].data<long>().ToArray());
        Assert.Equal([1, 3, 4], cube[tensor(new[] { 1L })].shape);
        Assert.Equal([20L, 21, 22, 23], cube[cube > 19].data<long>().ToArray());
        Assert.Equal(23L, cube[1, 2, 3].item<long>());
    }

    [Fact]
    public void Index_expressions_write()
    {
        Tensor table = zeros(2, 3);
        table[0, 1] = tensor(5f);
        table[TensorIndex.Colon, 2] = tensor(new[] { 7f, 8f });
        Assert.Equal([0f, 5, 7, 0, 0, 8], table.data<float>().ToArray());
        table.index_put_(1, table > 6);
        Assert.Equal([0f, 5, 1, 0, 0, 1], table.data<float>().ToArray());
        table.zero_().index_put_(ones(3), [tensor(new[] { 0L, 0, 1 }), tensor(new[] { 1L, 1, 1 })], accumulate: true);
        Assert.Equal([0f, 2, 0, 0, 1, 0], table.data<float>().ToArray());
    }

    [Fact]
    public void Tensors_are_put_together_and_taken_apart()
    {
        Assert.Equal([4, 3, 4], cat([cube, cube]).shape);
        Assert.Equal([2, 3, 8], cat(new List<Tensor> { cube, cube }, 2).shape);
        Assert.Equal([2, 2, 3, 4], stack([cube, cube]).shape);
        Assert.Equal([4, 3, 4], vstack(new[] { cube, cube }).shape);
        Assert.Equal([2, 6, 4], hstack(cube, cube).shape);
        Assert.Equal([3L, 1], cube.split(3, dim: 2).Select(part => part.size(2)));
        Assert.Equal([1L, 2], cube.split([1, 2], dim: 1).Select(part => part.size(1)));
        Assert.Equal([2L, 2], cube.chunk(2, 2).Select(part => part.size(2)));
        Assert.Equal(2, cube.unbind().Length);
        Assert.Throws<ExternalException>(() => cat(Array.Empty<Tensor>()));
    }

    [Fact]
    public void Elements_are_repeated_turned_and_gathered()
    {
        Tensor row = arange(3);
        Assert.Equal([0L, 1, 2, 0, 1, 2], row.repeat(2).data<long>().ToArray());
        Assert.Equal([0L, 0, 1, 1, 2, 2], row.repeat_interleave(2).data<long>().ToArray());
        Assert.Equal([0L, 2, 2], row.repeat_interleave(tensor(new[] { 1L, 0, 2 }), 0).data<long>().ToArray());
        Assert.Equal([2L, 1, 0], row.flip(0).data<long>().ToArray());
        Assert.Equal([2L, 0, 1], row.roll(1).data<long>().ToArray());
        Assert.Equal([2L, 0], row.index_select(0, tensor(new[] { 2L, 0 })).data<long>().ToArray());
        Assert.Equal([2L, 2], row.gather(0, tensor(new[] { 2L, 2 })).data<long>().ToArray());
        Assert.Equal([9L, 1, 8], row.scatter(0, tensor(new[] { 0L, 2 }), tensor(new[] { 9L, 8 })).data<long>().ToArray());
        Assert.Equal([1L, 2], row.masked_select(row > 0).data<long>().ToArray());
        Assert.Equal([7L, 1, 2], row.masked_fill(row == 0, 7).data<long>().ToArray());
        Assert.Equal([1f, 0, 1, 1], ones(2, 2).tril().data<float>().ToArray());
        Assert.Equal([0f, 1, 0, 0], ones(2, 2).triu(1).data<float>().ToArray());
    }
}
