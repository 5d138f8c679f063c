using AsrTrainer.Neural.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Models;

/// <summary>
/// A recurrent block computed the slow way, in double precision: LayerNorm and GELU, then GRU or LSTM cells with the block's weights that
/// are stepped through time one frame at a time, layer by layer, each utterance and each direction on its own.
/// </summary>
internal sealed class SteppedCells
{
    private static readonly string[] Kinds = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];

    private readonly ModelOptions options;
    private readonly long inputWidth;
    private readonly Tensor weight;
    private readonly Tensor bias;
    private readonly Dictionary<(int Layer, int Direction), nn.Module> cells = [];

    public SteppedCells(RecurrentBlock block, ModelOptions options)
    {
        this.options = options;
        inputWidth = block.InputWidth;
        var weights = block.named_parameters().ToDictionary(
            entry => entry.name, entry => entry.parameter.detach().to(ScalarType.Float64, copy: true));
        weight = weights["norm.weight"].requires_grad_();
        bias = weights["norm.bias"].requires_grad_();
        for (var layer = 0; layer < options.RnnLayers; layer++)
        {
            var width = layer == 0 ? inputWidth : block.OutputWidth;
            for (var direction = 0; direction < Directions; direction++)
            {
                nn.Module cell = options.Cell == RecurrentCell.Gru
                    ? nn.GRUCell(width, options.RnnWidth, dtype: ScalarType.Float64)
                    : nn.LSTMCell(width, options.RnnWidth, dtype: ScalarType.Float64);
                cell.load_state_dict(Kinds.ToDictionary(kind => kind, kind => weights[Name(kind, layer, direction)]));
                cells[(layer, direction)] = cell;
            }
        }
    }

    private int Directions => options.Bidirectional ? 2 : 1;

    /// <summary>(B,T,F) to (B,T,D*H), zero beyond each length.</summary>
    public Tensor Run(Tensor x, IReadOnlyList<long> lengths)
    {
        var utterances = new List<Tensor>();
        for (var b = 0; b < lengths.Count; b++)
        {
            var y = nn.functional.gelu(nn.functional.layer_norm(x[b].narrow(0, 0, lengths[b]), [inputWidth], weight, bias));
            for (var layer = 0; layer < options.RnnLayers; layer++)
            {
                y = cat([.. Enumerable.Range(0, Directions).Select(direction => Step(cells[(layer, direction)], y, direction == 1))], 1);
            }

            utterances.Add(cat([y, zeros(lengths.Max() - lengths[b], y.shape[1], dtype: ScalarType.Float64)], 0));
        }

        return stack(utterances, 0);
    }

    /// <summary>After a backward pass, the gradients under the block's names.</summary>
    public Dictionary<string, Tensor> Gradients()
    {
        var gradients = new Dictionary<string, Tensor> { ["norm.weight"] = weight.grad!, ["norm.bias"] = bias.grad! };
        foreach (var ((layer, direction), cell) in cells)
        {
            foreach (var (kind, parameter) in cell.named_parameters())
            {
                gradients[Name(kind, layer, direction)] = parameter.grad!;
            }
        }

        return gradients;
    }

    private static string Name(string kind, int layer, int direction) => $"rnn.{kind}_l{layer}{(direction == 1 ? "_reverse" : "")}";

    private Tensor Step(nn.Module cell, Tensor frames, bool reverse)
    {
        var outputs = new Tensor[frames.shape[0]];
        var (hidden, memory) = (
            zeros(1, options.RnnWidth, dtype: ScalarType.Float64), zeros(1, options.RnnWidth, dtype: ScalarType.Float64));
        for (var i = 0; i < outputs.Length; i++)
        {
            var t = reverse ? outputs.Length - 1 - i : i;
            var frame = frames.narrow(0, t, 1);
            if (cell is GRUCell gru)
            {
                hidden = gru.call(frame, hidden);
            }
            else
            {
                (hidden, memory) = ((LSTMCell)cell).call(frame, (hidden, memory));
            }

            outputs[t] = hidden;
        }

        return cat(outputs, 0);
    }
}
