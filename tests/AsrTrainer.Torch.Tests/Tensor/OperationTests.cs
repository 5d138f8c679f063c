using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

/// <summary>Each operation reaches the right libtorch function with its arguments in the right places.</summary>
public sealed class OperationTests
{
    private static readonly double[] Left = [-2.5, -0.5, 0.5, 3];
    private static readonly double[] Right = [2, -3, 0.25, 1.5];

    public static TheoryData<string> Unary => [.. UnaryOperations.Keys];

    public static TheoryData<string> Binary => [.. BinaryOperations.Keys];

    private static Dictionary<string, (Func<Tensor, Tensor> Operation, Func<double, double> Expected)> UnaryOperations { get; } = new()
    {
        ["abs"] = (x => x.abs(), Math.Abs),
        ["neg"] = (x => -x, x => -x),
        ["exp"] = (x => x.exp(), Math.Exp),
        ["log"] = (x => x.abs().log(), x => Math.Log(Math.Abs(x))),
        ["log10"] = (x => x.abs().log10(), x => Math.Log10(Math.Abs(x))),
        ["log1p"] = (x => x.abs().log1p(), x => Math.Log(1 + Math.Abs(x))),
        ["sqrt"] = (x => x.abs().sqrt(), x => Math.Sqrt(Math.Abs(x))),
        ["rsqrt"] = (x => x.abs().rsqrt(), x => 1 / Math.Sqrt(Math.Abs(x))),
        ["square"] = (x => x.square(), x => x * x),
        ["reciprocal"] = (x => x.reciprocal(), x => 1 / x),
        ["sigmoid"] = (x => x.sigmoid(), x => 1 / (1 + Math.Exp(-x))),
        ["tanh"] = (x => x.tanh(), Math.Tanh),
        ["relu"] = (x => x.relu(), x => Math.Max(0, x)),
        ["silu"] = (x => x.silu(), x => x / (1 + Math.Exp(-x))),
        ["sin"] = (x => x.sin(), Math.Sin),
        ["cos"] = (x => x.cos(), Math.Cos),
        ["floor"] = (x => x.floor(), Math.Floor),
        ["ceil"] = (x => x.ceil(), Math.Ceiling),
        ["round"] = (x => x.round(), x => Math.Round(x, MidpointRounding.ToEven)),
        ["clamp"] = (x => x.clamp(-1, 2), x => Math.Clamp(x, -1, 2)),
        ["clamp_min"] = (x => x.clamp_min(0.25), x => Math.Max(x, 0.25)),
        ["clamp_max"] = (x => x.clamp_max(0.25), x => Math.Min(x, 0.25)),
        ["clamp by tensor"] = (x => x.clamp(min: ones(1, float64)), x => Math.Max(x, 1)),
        ["pow"] = (x => x.pow(3), x => x * x * x),
        ["add scaled"] = (x => x.add(2, 3), x => x + 6),
        ["int - x"] = (x => 1 - x, x => 1 - x),
        ["float / x"] = (x => 2f / x, x => 2 / x),
        ["x / double"] = (x => x / 4.0, x => x / 4),
        ["x % int"] = (x => x % 2, x => x - (2 * Math.Floor(x / 2))),
        ["div trunc"] = (x => x.div(2, RoundingMode.trunc), x => Math.Truncate(x / 2)),
        ["div floor"] = (x => x.div(2, RoundingMode.floor), x => Math.Floor(x / 2)),
    };

    private static Dictionary<string, (Func<Tensor, Tensor, Tensor> Operation, Func<double, double, double> Expected)> BinaryOperations
    { get; } = new()
    {
        ["+"] = ((a, b) => a + b, (a, b) => a + b),
        ["-"] = ((a, b) => a - b, (a, b) => a - b),
        ["*"] = ((a, b) => a * b, (a, b) => a * b),
        ["/"] = ((a, b) => a / b, (a, b) => a / b),
        ["add scaled"] = ((a, b) => a.add(b, 3), (a, b) => a + (3 * b)),
        ["maximum"] = ((a, b) => a.maximum(b), Math.Max),
        ["minimum"] = ((a, b) => a.minimum(b), Math.Min),
        ["lerp"] = ((a, b) => a.lerp(b, 0.25), (a, b) => a + (0.25 * (b - a))),
        ["where"] = ((a, b) => where(a > b, a, b), Math.Max),
        ["addcmul_"] = ((a, b) => a.clone().addcmul_(b, b, 2), (a, b) => a + (2 * b * b)),
        ["addcdiv_"] = ((a, b) => a.clone().addcdiv_(a, b, 2), (a, b) => a + (2 * a / b)),
        ["add_"] = ((a, b) => a.clone().add_(b, 2), (a, b) => a + (2 * b)),
        ["sub_"] = ((a, b) => a.clone().sub_(b), (a, b) => a - b),
        ["mul_"] = ((a, b) => a.clone().mul_(b).mul_(2), (a, b) => a * b * 2),
        ["div_"] = ((a, b) => a.clone().div_(b), (a, b) => a / b),
        ["lerp_"] = ((a, b) => a.clone().lerp_(b, 0.5), (a, b) => (a + b) / 2),
        ["=="] = ((a, b) => (a == b).to(float64), (a, b) => a == b ? 1 : 0),
        ["!="] = ((a, b) => (a != b).to(float64), (a, b) => a != b ? 1 : 0),
        ["<"] = ((a, b) => (a < b).to(float64), (a, b) => a < b ? 1 : 0),
        ["<="] = ((a, b) => (a <= b).to(float64), (a, b) => a <= b ? 1 : 0),
        [">"] = ((a, b) => (a > b).to(float64), (a, b) => a > b ? 1 : 0),
        [">="] = ((a, b) => (a >= b).to(float64), (a, b) => a >= b ? 1 : 0),
        ["number < x"] = ((a, b) => (0.5 < a).to(float64), (a, b) => 0.5 < a ? 1 : 0),
        ["logical"] = ((a, b) => (a > 0).logical_and(b > 0).logical_or(a < -1).to(float64), (a, b) => (a > 0 && b > 0) || a < -1 ? 1 : 0),
    };

    [Theory]
    [MemberData(nameof(Unary))]
    public void An_operation_of_one_tensor_is_the_function_of_each_element(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (Func<Tensor, Tensor> operation, Func<double, double> expected) = UnaryOperations[name];
        AssertClose.Numbers([.. Left.Select(expected)], operation(tensor(Left)), 1e-12, name);
    }

    [Theory]
    [MemberData(nameof(Binary))]
    public void An_operation_of_two_tensors_is_the_function_of_each_pair(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (Func<Tensor, Tensor, Tensor> operation, Func<double, double, double> expected) = BinaryOperations[name];
        AssertClose.Numbers([.. Left.Zip(Right, expected)], operation(tensor(Left), tensor(Right)), 1e-12, name);
    }

    [Fact]
    public void Numbers_that_are_none_are_found_and_replaced()
    {
        using Tensor odd = tensor(new[] { 1, double.NaN, double.PositiveInfinity, double.NegativeInfinity });
        Assert.Equal([false, true, false, false], odd.isnan().data<bool>().ToArray());
        Assert.Equal([true, false, false, false], odd.isfinite().data<bool>().ToArray());
        Assert.Equal([1d, 5, 7, -double.MaxValue], odd.nan_to_num(5, posinf: 7).data<double>().ToArray());
    }

    [Fact]
    public void Products_of_matrices_agree_with_each_other()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = randn(4, 2, 3, dtype: float64), b = randn(4, 3, 5, dtype: float64);
        Tensor product = a.bmm(b);
        AssertClose.Tensors(product, einsum("bij,bjk->bik", a, b), 1e-12);
        AssertClose.Tensors(product, a.matmul(b), 1e-12);
        AssertClose.Tensors(product[1], a[1].mm(b[1]), 1e-12);
        AssertClose.Tensors((product[1] * 2) + 3, full(1, 3.0, float64).addmm(a[1], b[1], alpha: 2), 1e-12);
        AssertClose.Numbers([32], tensor(new[] { 1.0, 2, 3 }).dot(tensor(new[] { 4.0, 5, 6 })), 1e-12);
    }
}
