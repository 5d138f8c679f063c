using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

/// <summary>A stack of GRU or LSTM layers with random weights, and three ways to compute it: as one module with several layers, as
/// single layers that hand whole sequences on, and by cells that are stepped through time. Input (B, T, F), float64.</summary>
internal sealed class RecurrentCase(bool gated, int directions)
{
    public const int Layers = 3, Batch = 4, Steps = 6, Features = 5, Hidden = 3;

    private readonly List<(string Name, Tensor Weight)> _weights = [];

    /// <summary>Whether it is a GRU; otherwise an LSTM.</summary>
    public bool Gated => gated;

    public int Directions => directions;

    /// <summary>The weights by PyTorch's names; leaves that collect gradients.</summary>
    public IReadOnlyList<(string Name, Tensor Weight)> Weights => _weights;

    public nn.Module Module(long layers, long inputSize, double dropout = 0)
    {
        nn.Module module = gated
            ? nn.GRU(inputSize, Hidden, layers, batchFirst: true, dropout: dropout, bidirectional: directions == 2, dtype: float64)
            : nn.LSTM(inputSize, Hidden, layers, batchFirst: true, dropout: dropout, bidirectional: directions == 2, dtype: float64);
        return module;
    }

    /// <summary>Takes the weights of a module of several layers.</summary>
    public void TakeWeights(nn.Module stacked)
    {
        foreach (var (name, parameter) in stacked.named_parameters())
        {
            _weights.Add((name, parameter.detach().clone().requires_grad_()));
        }
    }

    /// <summary>The output (B, T, H × directions) and the last state of every layer and direction.</summary>
    public (Tensor Output, Tensor State) Run(nn.Module module, Tensor input)
    {
        if (gated)
        {
            return ((TorchSharp.Modules.GRU)module).call(input);
        }

        var (output, hidden, cell) = ((TorchSharp.Modules.LSTM)module).call(input);
        return (output, cat([hidden, cell], 2));
    }

    /// <summary>Layer by layer, each direction stepped on its own through the whole sequence.</summary>
    public (Tensor Output, Tensor State) StepDirections(Tensor input)
    {
        var states = new List<Tensor>();
        for (var layer = 0; layer < Layers; layer++)
        {
            var outputs = new List<Tensor>();
            for (var direction = 0; direction < directions; direction++)
            {
                var state = (Zero(), Zero());
                var frames = new Tensor[Steps];
                for (var i = 0; i < Steps; i++)
                {
                    var t = direction == 0 ? i : Steps - 1 - i;
                    state = Step(layer, direction, input.select(1, t), state);
                    frames[t] = state.Item1;
                }

                outputs.Add(stack(frames, 1));
                states.Add(Joined(state));
            }

            input = cat(outputs, 2);
        }

        return (input, stack(states, 0));
    }

    /// <summary>One step of time after the other, each through all layers; only for one direction.</summary>
    public (Tensor Output, Tensor State) StepThroughLayers(Tensor input)
    {
        var states = Enumerable.Range(0, Layers).Select(_ => (Zero(), Zero())).ToArray();
        var frames = new List<Tensor>();
        for (var t = 0; t < Steps; t++)
        {
            var frame = input.select(1, t);
            for (var layer = 0; layer < Layers; layer++)
            {
                states[layer] = Step(layer, 0, frame, states[layer]);
                frame = states[layer].Item1;
            }

            frames.Add(frame);
        }

        return (stack(frames, 1), stack(states.Select(Joined).ToArray(), 0));
    }

    private static Tensor Zero() => zeros(Batch, Hidden, dtype: float64);

    private Tensor Joined((Tensor, Tensor) state) => gated ? state.Item1 : cat([state.Item1, state.Item2], 1);

    private Tensor Weight(string kind, int layer, int direction) =>
        _weights.Single(entry => entry.Name == $"{kind}_l{layer}{(direction == 1 ? "_reverse" : "")}").Weight;

    // A cell whose weights are the stack's, so that gradients arrive there.
    private (Tensor, Tensor) Step(int layer, int direction, Tensor frame, (Tensor, Tensor) state)
    {
        string[] kinds = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];
        var inputSize = layer == 0 ? Features : Hidden * directions;
        nn.Module module = gated ? nn.GRUCell(inputSize, Hidden, dtype: float64) : nn.LSTMCell(inputSize, Hidden, dtype: float64);
        module.load_state_dict(kinds.ToDictionary(kind => kind, kind => Weight(kind, layer, direction)));
        _cells.Add((module, layer, direction));
        return module is TorchSharp.Modules.GRUCell cell
            ? (cell.call(frame, state.Item1), state.Item2)
            : ((TorchSharp.Modules.LSTMCell)module).call(frame, state);
    }

    private readonly List<(nn.Module Cell, int Layer, int Direction)> _cells = [];

    /// <summary>After a backward pass through stepped cells: the sum of their gradients for the weight of this name.</summary>
    public Tensor CellGradient(string name)
    {
        var sum = zeros_like(_weights.Single(entry => entry.Name == name).Weight).detach();
        foreach (var (cell, layer, direction) in _cells)
        {
            foreach (var (kind, parameter) in cell.named_parameters())
            {
                if ($"{kind}_l{layer}{(direction == 1 ? "_reverse" : "")}" == name)
                {
                    sum += parameter.grad!;
                }
            }
        }

        return sum;
    }
}
