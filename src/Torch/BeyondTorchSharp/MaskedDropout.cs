namespace TorchSharp.BeyondTorchSharp;

/// <summary>The two dropouts of a block, whose masks are a function of (seed, step, layer, element).</summary>
/// <param name="Share">The share of elements set to zero, 0 &lt;= share &lt; 1, rounded to a 65536th.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="First">Which dropout of the model the first one is, from 0.</param>
/// <param name="Second">Which one the second is.</param>
/// <param name="Step">The training step, from 0.</param>
public readonly record struct MaskedDropout(double Share, long Seed, long First, long Second, long Step);
