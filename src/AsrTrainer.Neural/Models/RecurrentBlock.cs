using TorchSharp.BeyondTorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AsrTrainer.Neural.Models;

/// <summary>
/// LayerNorm, GELU, recurrent layers and dropout: batch-first in, batch-first out. Each utterance runs over its own frames only; the
/// reverse direction starts at its own last frame. Several layers hand their whole sequences on, with dropout between them.
/// </summary>
public sealed class RecurrentBlock : SequenceBlock
{
    private readonly LayerNorm norm;
    private readonly Module rnn;
    private readonly DropoutLayer[] between;
    private readonly DropoutLayer after;
    private readonly int layers;
    private readonly bool bidirectional;

    internal RecurrentBlock(string layer, long inputWidth, ModelOptions options, ref int dropouts)
        : base(layer, inputWidth, options.RnnWidth * (options.Bidirectional ? 2 : 1))
    {
        layers = options.RnnLayers;
        bidirectional = options.Bidirectional;
        norm = LayerNorm(inputWidth);
        var inner = layers > 1 ? options.Dropout : 0;
        rnn = options.Cell == RecurrentCell.Gru
            ? GRU(inputWidth, options.RnnWidth, layers, batchFirst: true, dropout: inner, bidirectional: bidirectional)
            : LSTM(inputWidth, options.RnnWidth, layers, batchFirst: true, dropout: inner, bidirectional: bidirectional);
        between = new DropoutLayer[layers - 1];
        for (var i = 0; i < between.Length; i++)
        {
            between[i] = new DropoutLayer(options.Dropout, dropouts++);
        }

        after = new DropoutLayer(options.Dropout, dropouts++);
        RegisterComponents();
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, SequenceShape shape, ForwardContext context)
    {
        if (rnn is GRU && !context.Plain && FusedLayers.CanRun(x))
        {
            return Fused(x, shape, context);
        }

        return after.Apply(Packed(NormGelu.Sequence(norm, x, shape), shape, context), context);
    }

    // The normalisation goes into the first layer, and each dropout into the layer before it.
    private Tensor Fused(Tensor x, SequenceShape shape, ForwardContext context)
    {
        for (var i = 0; i < layers; i++)
        {
            var dropout = i + 1 < layers ? between[i] : after;
            x = FusedRecurrence.gru_block(
                x,
                shape.LengthTensor,
                i == 0 ? (norm.weight!, norm.bias!) : null,
                norm.eps,
                Parameters(i),
                dropout.Mask(context),
                context.Precision == Precision.Bf16);
            shape.RequireSequence($"{Layer}, recurrent layer {i}", "output", x, OutputWidth);
        }

        return x;
    }

    private Tensor[] Parameters(int layer)
    {
        string[] kinds = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];
        string[] directions = bidirectional ? ["", "_reverse"] : [""];
        var named = rnn.named_parameters().ToDictionary(entry => entry.name, entry => (Tensor)entry.parameter);
        return [.. directions.SelectMany(direction => kinds.Select(kind => named[$"{kind}_l{layer}{direction}"]))];
    }

    // libtorch's own layers, any device and dtype; they take the utterances without their padding.
    private Tensor Packed(Tensor x, SequenceShape shape, ForwardContext context)
    {
        // The context alone says whether this is training; the module's own flag would also be on in a model just built.
        rnn.train(context.Training);
        using var packed = nn.utils.rnn.pack_padded_sequence(x, shape.LengthTensor, batch_first: true, enforce_sorted: false);
        var y = rnn is GRU gru ? gru.call(packed).Item1 : ((LSTM)rnn).call(packed).Item1;
        return nn.utils.rnn.pad_packed_sequence(y, batch_first: true, total_length: shape.Frames).Item1;
    }
}
