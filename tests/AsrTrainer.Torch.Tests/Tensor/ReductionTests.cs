using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class ReductionTests
{
    private readonly Tensor table = tensor(new double[,] { { 3, 1, 2 }, { -1, 5, 4 } });

    [Fact]
    public void Sums_and_means_take_dimensions_and_an_element_type()
    {
        Assert.Equal(14d, table.sum().item<double>());
        Assert.Equal([6d, 8], table.sum(1).data<double>().ToArray());
        Assert.Equal([2, 1], table.sum(1, keepdim: true).shape);
        Assert.Equal(14d, table.sum(0, 1).item<double>());
        Assert.Equal(float32, table.sum(type: float32).dtype);
        Assert.Equal([1d, 3, 3], table.mean([0]).data<double>().ToArray());
        Assert.Equal([2d, 8d / 3], table.mean([1], keepdim: true).data<double>().ToArray());
        Assert.Equal(6L, tensor(new[] { 1, 2, 3 }).sum().item<long>());
    }

    [Fact]
    public void Deviations_divide_by_the_count_or_by_one_less()
    {
        Assert.Equal(1d, table.std(1)[0].item<double>(), 12);
        Assert.Equal(2d / 3, table.var(1, unbiased: false)[0].item<double>(), 12);
        Assert.Equal(table.var().item<double>(), Math.Pow(table.std().item<double>(), 2), 12);
        Assert.Equal([2, 1], table.std([1], keepdim: true).shape);
        Assert.Equal(Math.Sqrt(56), table.norm().item<double>(), 12);
        Assert.Equal([6d, 10], table.norm(1, p: 1).data<double>().ToArray());
    }

    [Fact]
    public void Extremes_come_with_their_places()
    {
        Assert.Equal((5d, -1d), (table.max().item<double>(), table.min().item<double>()));
        (Tensor values, Tensor places) = table.max(1);
        Assert.Equal([3d, 5], values.data<double>().ToArray());
        Assert.Equal([0L, 1], places.data<long>().ToArray());
        (Tensor low, Tensor lowPlaces) = table.min(0, keepdim: true);
        Assert.Equal([-1d, 1, 2], low.data<double>().ToArray());
        Assert.Equal([1, 3], lowPlaces.shape);
        Assert.Equal([3d, 5], table.amax(1).data<double>().ToArray());
        Assert.Equal([1, 1], table.amin([0, 1], keepdim: true).shape);
        Assert.Equal((4L, 3L), (table.argmax().item<long>(), table.argmin().item<long>()));
        Assert.Equal([0L, 1], table.argmax(1).data<long>().ToArray());
    }

    [Fact]
    public void Orders_can_be_turned_round()
    {
        (Tensor values, Tensor places) = table.sort(1, descending: true);
        Assert.Equal([3d, 2, 1, 5, 4, -1], values.data<double>().ToArray());
        Assert.Equal([0L, 2, 1, 1, 2, 0], places.data<long>().ToArray());
        Assert.Equal([0L, 2, 1, 1, 2, 0], table.argsort(1, descending: true).data<long>().ToArray());
        (Tensor best, Tensor bestPlaces) = table.topk(2);
        Assert.Equal([3d, 2, 5, 4], best.data<double>().ToArray());
        Assert.Equal([0L, 2, 1, 2], bestPlaces.data<long>().ToArray());
        Assert.Equal([1d, -1], table.topk(1, 1, largest: false).values.data<double>().ToArray());
    }

    [Fact]
    public void All_and_any_and_closeness()
    {
        Assert.False((table > 0).all().item<bool>());
        Assert.Equal([true, true], (table > 2).any(1).data<bool>().ToArray());
        Assert.Equal([false, true, true], (table > 0).all(0).data<bool>().ToArray());
        Assert.True(table.allclose(table + 1e-9));
        Assert.False(table.allclose(table + 1e-3));
        Assert.True(table.equal(table).all().item<bool>());
        Assert.Equal(5L, (table > 0).count_nonzero().item<long>());
        Assert.Equal([5, 2], (table > 0).nonzero().shape);
    }

    [Fact]
    public void Softmax_sums_to_one_and_its_logarithm_is_log_softmax()
    {
        Tensor soft = table.softmax(1);
        Assert.Equal([1d, 1], soft.sum(1).data<double>().ToArray().Select(x => Math.Round(x, 12)));
        AssertClose.Tensors(soft.log(), table.log_softmax(1), 1e-12);
        AssertClose.Tensors(table.exp().sum(dim: 0).log(), table.logsumexp(0), 1e-12);
        Assert.Equal(float32, table.log_softmax(1, float32).dtype);
        Assert.Equal([3d, 4, 6, -1, 4, 8], table.cumsum(1).data<double>().ToArray());
    }
}
