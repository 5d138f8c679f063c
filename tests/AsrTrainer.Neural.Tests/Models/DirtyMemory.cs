using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Models;

/// <summary>
/// Leaves garbage behind in freed memory, so that a kernel which reads what it never wrote is found out: fresh memory is often zero,
/// which hides it.
/// </summary>
internal static class DirtyMemory
{
    /// <summary>Allocates tensors of these sizes several times over, fills them with NaN and 1e30, and frees them.</summary>
    public static void Leave(IEnumerable<long> sizes)
    {
        using var scope = NewDisposeScope();
        foreach (var size in sizes.Distinct())
        {
            for (var i = 0; i < 6; i++)
            {
                empty(size).fill_(i % 2 == 0 ? float.NaN : 1e30f);
            }
        }
    }
}
