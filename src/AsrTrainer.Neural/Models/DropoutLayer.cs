using AsrTrainer.Speech.Randomness;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Models;

/// <summary>One place of dropout in the model. Its mask is a function of (seed, step, this layer's number, element).</summary>
internal sealed class DropoutLayer(double share, int number)
{
    /// <summary>The share of activations dropped.</summary>
    public double Share => share;

    /// <summary>While training, x with a share of its elements zeroed and the rest scaled up; otherwise x itself.</summary>
    public Tensor Apply(Tensor x, ForwardContext context) =>
        !context.Training || share == 0 ? x : FusedLayers.dropout(x, share, Key(context.Seed), number, context.Step);

    /// <summary>What <see cref="Apply"/> would drop, for a layer that does it itself.</summary>
    public FusedRecurrence.Dropout Mask(ForwardContext context) =>
        !context.Training || share == 0 ? default : new(share, Key(context.Seed), number, context.Step);

    /// <summary>
    /// This layer and <paramref name="second"/>, of the same share, for a block that does both itself; null if nothing is dropped.
    /// </summary>
    public MaskedDropout? With(DropoutLayer second, ForwardContext context) =>
        !context.Training || share == 0 ? null : new(share, Key(context.Seed), number, second.Number, context.Step);

    private int Number => number;

    // Dropout's key must not be the seed itself, which the other purposes use.
    private static long Key(long seed)
    {
        var random = CounterRandom.For((ulong)seed, (ulong)RandomPurpose.Dropout);
        return (long)(((ulong)random.NextUInt32() << 32) | random.NextUInt32());
    }
}
