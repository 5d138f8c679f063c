using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

/// <summary>What a recurrent module of several layers computes: the same as single layers that hand whole sequences on, and the same as
/// cells stepped through time one step at a time through all layers; values and gradients.</summary>
public sealed class StackedRecurrenceTests
{
    private const double Tolerance = 1e-10;

    public static TheoryData<bool, int> Cases => new() { { true, 1 }, { true, 2 }, { false, 1 }, { false, 2 } };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Several_layers_are_single_layers_that_hand_whole_sequences_on(bool gru, int directions)
    {
        using var scope = NewDisposeScope();
        var stack = new RecurrentCase(gru, directions);
        var (module, reference) = Reference(stack);
        var single = new List<nn.Module>();
        var (result, inputGradient) = Evaluate(input =>
        {
            var states = new List<Tensor>();
            for (var layer = 0; layer < RecurrentCase.Layers; layer++)
            {
                single.Add(stack.Module(1, layer == 0 ? RecurrentCase.Features : RecurrentCase.Hidden * directions));
                single[layer].load_state_dict(stack.Weights.Where(entry => LayerOf(entry.Name) == layer)
                    .ToDictionary(entry => entry.Name.Replace($"_l{layer}", "_l0"), entry => entry.Weight));
                (input, var state) = stack.Run(single[layer], input);
                states.Add(state);
            }

            return (input, cat(states, 0));
        });

        AssertSame(reference, (result, inputGradient));
        foreach (var (name, parameter) in module.named_parameters())
        {
            var layer = LayerOf(name);
            var own = single[layer].named_parameters().Single(entry => entry.name == name.Replace($"_l{layer}", "_l0")).parameter;
            AssertClose.Tensors(parameter.grad!, own.grad!, Tolerance, name);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Several_layers_are_cells_stepped_through_time_in_each_direction(bool gru, int directions)
    {
        using var scope = NewDisposeScope();
        var stack = new RecurrentCase(gru, directions);
        var (module, reference) = Reference(stack);
        AssertSame(reference, Evaluate(stack.StepDirections));
        AssertCellGradients(module, stack);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Several_layers_are_cells_stepped_through_all_layers_at_each_time(bool gru)
    {
        using var scope = NewDisposeScope();
        var stack = new RecurrentCase(gru, 1);
        var (module, reference) = Reference(stack);
        AssertSame(reference, Evaluate(stack.StepThroughLayers));
        AssertCellGradients(module, stack);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Dropout_lies_between_layers_and_not_after_the_last(bool gru, int directions)
    {
        using var scope = NewDisposeScope();
        var stack = new RecurrentCase(gru, directions);
        var dropped = stack.Module(2, RecurrentCase.Features, dropout: 1);
        var last = stack.Module(1, RecurrentCase.Hidden * directions);
        last.load_state_dict(dropped.named_parameters().Where(entry => LayerOf(entry.name) == 1)
            .ToDictionary(entry => entry.name.Replace("_l1", "_l0"), entry => (Tensor)entry.parameter));
        var nothing = zeros(RecurrentCase.Batch, RecurrentCase.Steps, RecurrentCase.Hidden * directions, dtype: float64);

        // All of what passes between the layers is dropped: the last layer sees zeros, and its own output is whole.
        var (output, _) = stack.Run(dropped, Input());
        AssertClose.Tensors(stack.Run(last, nothing).Output, output, Tolerance);
        Assert.False(output.eq(0).any().ToBoolean());

        var half = stack.Module(2, RecurrentCase.Features, dropout: 0.5);
        var plain = stack.Module(2, RecurrentCase.Features);
        plain.load_state_dict(half.state_dict());
        var input = Input();
        var whole = stack.Run(plain, input).Output;
        var training = stack.Run(half, input).Output;
        Assert.False(training.eq(0).any().ToBoolean());
        Assert.True((training - whole).abs().max().ToDouble() > 1e-6);
        half.eval();
        AssertClose.Tensors(whole, stack.Run(half, input).Output, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_single_layer_drops_nothing(bool gru, int directions)
    {
        using var scope = NewDisposeScope();
        var stack = new RecurrentCase(gru, directions);
        var module = stack.Module(1, RecurrentCase.Features, dropout: 1);
        var input = Input();
        var training = stack.Run(module, input).Output;
        module.eval();
        AssertClose.Tensors(stack.Run(module, input).Output, training, 0);
    }

    private static int LayerOf(string name) => name[name.IndexOf("_l", StringComparison.Ordinal) + 2] - '0';

    private static Tensor Input() =>
        arange(RecurrentCase.Batch * RecurrentCase.Steps * RecurrentCase.Features, dtype: float64)
            .mul(1.7).sin().reshape(RecurrentCase.Batch, RecurrentCase.Steps, RecurrentCase.Features);

    private static (nn.Module Module, (Tensor Result, Tensor InputGradient) Reference) Reference(RecurrentCase stack)
    {
        var module = stack.Module(RecurrentCase.Layers, RecurrentCase.Features);
        stack.TakeWeights(module);
        return (module, Evaluate(input => stack.Run(module, input)));
    }

    // Output and states in one vector, and the gradient with respect to the input of a sum in which every element counts differently.
    private static (Tensor Result, Tensor InputGradient) Evaluate(Func<Tensor, (Tensor Output, Tensor State)> run)
    {
        var input = Input().requires_grad_();
        var (output, state) = run(input);
        var result = cat([output.reshape(-1), state.reshape(-1)], 0);
        (result * arange(result.numel(), dtype: float64).cos()).sum().backward();
        return (result.detach(), input.grad!);
    }

    private static void AssertSame((Tensor Result, Tensor InputGradient) expected, (Tensor Result, Tensor InputGradient) actual)
    {
        AssertClose.Tensors(expected.Result, actual.Result, Tolerance, "outputs and states");
        AssertClose.Tensors(expected.InputGradient, actual.InputGradient, Tolerance, "gradient of the input");
    }

    private static void AssertCellGradients(nn.Module module, RecurrentCase stack)
    {
        foreach (var (name, parameter) in module.named_parameters())
        {
            AssertClose.Tensors(parameter.grad!, stack.CellGradient(name), Tolerance, name);
        }
    }
}
