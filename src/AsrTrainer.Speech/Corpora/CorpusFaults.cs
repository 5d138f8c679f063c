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

    // Whoever mistook a file for a corpus need not wait for its end.
    private const int Most = 10_000;

    private readonly List<(CorpusPlace Place, string Problem)> first = [];

    public int Count { get; private set; }

    /// <summary>Adds one.</summary>
    /// <exception cref="UserFault">There are so many that the rest need not be looked for.</exception>
    public void Add(CorpusPlace place, string problem)
    {
        Count++;
        if (first.Count < Shown)
        {
            first.Add((place, problem));
        }

        if (Count == Most)
        {
            Throw($"reading was given up after {Most} faults, of which the first {Shown} are shown; is this the file you meant?");
        }
    }

    /// <summary>Throws what was collected, in the order of files and lines.</summary>
    public void ThrowIfAny()
    {
        if (Count > 0)
        {
            Throw(Count > Shown ? $"{Count - Shown} more faults, {Count} in all; the first {Shown} are shown" : null);
        }
    }

    private void Throw(string? rest)
    {
        List<string> problems =
        [
            .. first
                .OrderBy(fault => fault.Place.File, StringComparer.Ordinal)
                .ThenBy(fault => fault.Place.Line)
                .Select(fault => $"{fault.Place}: {fault.Problem}"),
        ];
        if (rest is not null)
        {
            problems.Add($"{corpusPath}: {rest}");
        }

        throw new UserFault(ExitCode.Data, problems);
    }
}
