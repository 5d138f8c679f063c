using AsrTrainer.Neural.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Models;

/// <summary>
/// The second question that the project descends from: what several layers in one recurrent module compute. They hand whole sequences on,
/// which is the same as cells stepped through time; and dropout lies between them, not after the last.
/// </summary>
public sealed class RecurrentBlockTests : IDisposable
{
    private const int Width = 7;

    private static readonly long[] Lengths = [6, 9, 1, 4];

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    public static TheoryData<RecurrentCell, bool, ScalarType, double> Cases()
    {
        var cases = new TheoryData<RecurrentCell, bool, ScalarType, double>();
        foreach (var cell in Enum.GetValues<RecurrentCell>())
        {
            foreach (var bidirectional in (bool[])[true, false])
            {
                // Single precision: the fused GRU, libtorch's LSTM; rounding through three layers. Double: libtorch's own packed layers.
                cases.Add(cell, bidirectional, ScalarType.Float32, 2e-5);
                cases.Add(cell, bidirectional, ScalarType.Float64, 1e-11);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Three_layers_are_cells_stepped_through_time_values_and_gradients(
        RecurrentCell cell, bool bidirectional, ScalarType dtype, double tolerance)
    {
        var options = Options(3) with { Cell = cell, Bidirectional = bidirectional };
        using var block = Make(options, dtype);
        var reference = new SteppedCells(block, options);
        var input = Input();
        var (slow, slowInput) = Evaluate(ScalarType.Float64, x => reference.Run(x, Lengths), input);
        using var shape = new SequenceShape(Lengths, dtype, CPU);
        var (fast, fastInput) = Evaluate(dtype, x => block.Apply(x, shape, ForwardContext.Inference), input);
        AssertClose(slow, fast, tolerance, "output");
        AssertClose(slowInput, fastInput, tolerance, "gradient of the input");
        var gradients = reference.Gradients();
        Assert.Equal(
            gradients.Keys.Order(StringComparer.Ordinal),
            block.named_parameters().Select(entry => entry.name).Order(StringComparer.Ordinal));
        foreach (var (name, parameter) in block.named_parameters())
        {
            AssertClose(gradients[name], parameter.grad!, tolerance, name);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_beyond_an_utterance_is_zero(RecurrentCell cell, bool bidirectional, ScalarType dtype, double tolerance)
    {
        _ = tolerance;
        using var block = Make(Options(2) with { Cell = cell, Bidirectional = bidirectional }, dtype);
        using var shape = new SequenceShape(Lengths, dtype, CPU);
        var y = block.Apply(Input().to(dtype), shape, ForwardContext.Inference);
        Assert.Equal(0, y.mul(shape.RowMask.neg().add(1)).abs().max().ToDouble());
        Assert.Equal(Lengths.Sum() * y.shape[2], y.ne(0).sum().ToInt64());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void With_one_layer_dropout_is_the_one_after_it_alone(RecurrentCell cell, bool bidirectional, ScalarType dtype, double tolerance)
    {
        var (inference, training) = Train(Options(1) with { Cell = cell, Bidirectional = bidirectional, Dropout = 0.5 }, dtype);
        var kept = training.ne(0);
        Assert.InRange(Share(kept), 0.45, 0.55);
        AssertClose(inference.mul(2).mul(kept), training, tolerance, "what is kept");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void With_several_layers_dropout_stands_between_them_and_the_last_is_dropped_once(
        RecurrentCell cell, bool bidirectional, ScalarType dtype, double tolerance)
    {
        _ = tolerance;
        var (inference, training) = Train(Options(3) with { Cell = cell, Bidirectional = bidirectional, Dropout = 0.5 }, dtype);
        var kept = training.ne(0);

        // Dropped inside the module as well as after it, a quarter would be left.
        Assert.InRange(Share(kept), 0.45, 0.55);
        Assert.True(training.sub(inference.mul(2)).mul(kept).abs().max().ToDouble() > 1e-3, "nothing was dropped between the layers");
    }

    private static ModelOptions Options(int layers) => new() { RnnLayers = layers, RnnWidth = 5, Dropout = 0 };

    private static RecurrentBlock Make(ModelOptions options, ScalarType dtype)
    {
        manual_seed(21);
        var dropouts = 0;
        return new RecurrentBlock("rnn.0", Width, options, ref dropouts).to(dtype);
    }

    private static Tensor Input() =>
        arange(Lengths.Length * Lengths.Max() * Width).mul(1.3).sin().reshape(Lengths.Length, Lengths.Max(), Width).to(ScalarType.Float64);

    // Output and gradient of the input; each element counts differently.
    private static (Tensor Output, Tensor InputGradient) Evaluate(ScalarType dtype, Func<Tensor, Tensor> run, Tensor input)
    {
        var x = input.to(dtype, copy: true).requires_grad_();
        var y = run(x);
        y.mul(arange(y.numel(), dtype: ScalarType.Float64).mul(0.7).cos().reshape(y.shape).to(dtype)).sum().backward();
        return (y.detach(), x.grad!);
    }

    private static (Tensor Inference, Tensor Training) Train(ModelOptions options, ScalarType dtype)
    {
        using var quiet = no_grad();
        using var block = Make(options with { RnnWidth = 32 }, dtype);
        var lengths = Enumerable.Repeat(20L, 8).ToArray();
        using var shape = new SequenceShape(lengths, dtype, CPU);
        manual_seed(22);
        var x = randn(8, 20, Width).to(dtype);
        return (
            block.Apply(x, shape, ForwardContext.Inference), block.Apply(x, shape, new ForwardContext(Training: true, Seed: 1, Step: 1)));
    }

    private static double Share(Tensor flags) => flags.to(ScalarType.Float64).mean().ToDouble();

    private static void AssertClose(Tensor expected, Tensor found, double tolerance, string what)
    {
        Assert.Equal(expected.shape, found.shape);
        var difference = found.to(ScalarType.Float64).sub(expected.to(ScalarType.Float64)).abs().max().ToDouble();
        Assert.True(difference <= tolerance, $"{what}: differs by {difference:g3}, allowed {tolerance:g3}");
    }
}
