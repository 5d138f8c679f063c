namespace AsrTrainer.Neural.Models;

/// <summary>How a forward pass is to be made: with which arithmetic, and, while training, with which dropout masks.</summary>
/// <param name="Precision">The arithmetic of products.</param>
/// <param name="Training">Whether dropout is on.</param>
/// <param name="Seed">The run's seed; dropout masks are a function of (seed, step, layer, element).</param>
/// <param name="Step">The training step, from 0.</param>
/// <param name="Plain">Whether layers run as libtorch's own operations even where a fused one could.</param>
public sealed record ForwardContext(
    Precision Precision = Precision.Fp32, bool Training = false, long Seed = 0, long Step = 0, bool Plain = false)
{
    /// <summary>Inference in fp32.</summary>
    public static ForwardContext Inference { get; } = new();
}
