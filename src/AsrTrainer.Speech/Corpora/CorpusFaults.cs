using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Corpora;

/// <summary>
/// Collects what is wrong with a corpus, so that one run shows everything there is to mend. Keeps the first faults and counts the
/// rest: a corpus may be wrong on every line.
/// </summary>
internal sealed class CorpusFaults(string corpusPath)
{
    /// <summary>How many faults are shown one by one.</summary>
    public const int Shown = 20;

    private readonly List<(CorpusPlace Place, string Problem)> first = [];

    public int Count { get; private set; }

    public void Add(CorpusPlace place, string problem)
    {
        Count++;
        if (first.Count < Shown)
        {
            first.Add((place, problem));
        }
    }

    /// <summary>Throws what was collected, in the order of files and lines.</summary>
    public void ThrowIfAny()
    {
        if (Count == 0)
        {
            return;
        }

        List<string> problems =
        [
            .. first
                .OrderBy(fault => fault.Place.File, StringComparer.Ordinal)
                .ThenBy(fault => fault.Place.Line)
                .Select(fault => $"{fault.Place}: {fault.Problem}"),
        ];
        if (Count > first.Count)
        {
            problems.Add($"{corpusPath}: {Count - first.Count} more faults, {Count} in all; the first {first.Count} are shown");
        }

        throw new UserFault(ExitCode.Data, problems);
    }
}
