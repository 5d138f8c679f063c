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
    public Tensor Apply(Tensor x, ForwardContext context) => !context.Training || share == 0 ? x : FusedLayers.dropout(x, share, Key(context.Seed), number, context.Step);

    // Dropout's key must not be the seed itself, which the other purposes use.
    private static long Key(long seed)
    {
        var random = CounterRandom.For((ulong)seed, (ulong)RandomPurpose.Dropout);
        return (long)(((ulong)random.NextUInt32() << 32) | random.NextUInt32());
    }
}
