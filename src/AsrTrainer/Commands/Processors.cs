namespace AsrTrainer.Commands;

/// <summary>
/// How many cores there are to compute on. libtorch's own count takes some virtual machines for a single core, and an OpenMP without a
/// number takes each hyper-thread for one, which products do not gain from.
/// </summary>
internal static class Processors
{
    private const string ProcessorList = "/proc/cpuinfo";

    // What the libraries below choose their code by.
    private static readonly string[] Telling =
    [
        "avx", "avx2", "fma", "avx512f", "avx512bw", "avx512vl", "avx512_vnni", "avx512_bf16", "amx_tile", "amx_bf16",
    ];

    /// <summary>Cores that this process may use.</summary>
    public static int Usable() => Count(File.Exists(ProcessorList) ? File.ReadLines(ProcessorList) : [], Environment.ProcessorCount);

    /// <summary>Those of the processor's instruction sets that arithmetic may be chosen by, as Linux names them.</summary>
    public static IEnumerable<string> Features()
    {
        IEnumerable<string> lines = File.Exists(ProcessorList) ? File.ReadLines(ProcessorList) : [];
        string[] flags = lines.FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal))?.Split(' ') ?? [];
        return Telling.Intersect(flags);
    }

    /// <summary>Different pairs of socket and core in Linux' list of processors, as far as so many processors are allowed.</summary>
    internal static int Count(IEnumerable<string> lines, int allowedProcessors)
    {
        var cores = new HashSet<(string, string)>();
        string socket = "";
        foreach (string[] field in lines.Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)))
        {
            // A processor's socket stands before its core.
            switch (field)
            {
                case ["physical id", var id]:
                    socket = id;
                    break;
                case ["core id", var id]:
                    cores.Add((socket, id));
                    break;
            }
        }

        return cores.Count == 0 ? allowedProcessors : Math.Min(cores.Count, allowedProcessors);
    }
}
