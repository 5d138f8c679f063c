using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

/// <summary>AdamW against PyTorch's own: five steps with given gradients, two groups, one of them with weight decay.</summary>
public sealed class GoldenAdamWTests
{
    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void Five_steps_of_two_groups(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenFile("adamw", type);
        using var weight = new Parameter(golden.Input("weight"));
        using var bias = new Parameter(golden.Input("bias"));
        using var optimizer = optim.AdamW(
            [
                new AdamW.ParamGroup([weight], lr: 0.01, beta2: 0.98, weight_decay: 0.1),
                new AdamW.ParamGroup([bias], lr: 0.01, beta2: 0.98),
            ]);
        List<Tensor> weights = [], biases = [];
        for (var step = 0; step < 5; step++)
        {
            weight.grad = golden.Input("step_gradients.weight")[step];
            bias.grad = golden.Input("step_gradients.bias")[step];
            optimizer.step();
            weights.Add(weight.detach().clone());
            biases.Add(bias.detach().clone());
        }

        golden.Check("after.weight", stack(weights.ToArray(), 0));
        golden.Check("after.bias", stack(biases.ToArray(), 0));
        var states = optimizer.state_dict().State.Cast<AdamW.State>().ToList();
        golden.Check("exp_avg.weight", states[0].exp_avg);
        golden.Check("exp_avg_sq.weight", states[0].exp_avg_sq);
        golden.Check("exp_avg.bias", states[1].exp_avg);
        golden.Check("exp_avg_sq.bias", states[1].exp_avg_sq);
    }
}
