using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests.BeyondTorchSharp;

/// <summary>Leaves garbage in freed memory, so that a kernel which reads what it never wrote is found out.</summary>
internal static class DirtyMemory
{
    public static void Leave(params IEnumerable<long> sizes)
    {
        using var scope = NewDisposeScope();
        foreach (var size in sizes.Distinct())
        {
            for (var i = 0; i < 4; i++)
            {
                empty(size).fill_(i % 2 == 0 ? float.NaN : 1e30f);
            }
        }
    }
}
