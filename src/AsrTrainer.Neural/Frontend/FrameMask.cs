using static TorchSharp.torch;

namespace AsrTrainer.Neural.Frontend;

/// <summary>Ones where an utterance has frames and zeros in its padding.</summary>
internal static class FrameMask
{
    /// <summary>(B,T): row b has <paramref name="frames"/>[b] ones, then zeros up to <paramref name="width"/>.</summary>
    public static Tensor Of(IReadOnlyList<long> frames, long width, ScalarType dtype, Device device)
    {
        using var scope = NewDisposeScope();
        var lengths = tensor(frames.ToArray(), [frames.Count, 1]);
        var mask = arange(width).unsqueeze(0).lt(lengths).to(dtype);
        return mask.to(device).MoveToOuterDisposeScope();
    }
}
