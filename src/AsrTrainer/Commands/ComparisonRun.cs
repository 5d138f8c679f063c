using AsrTrainer.Reports;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Metrics;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Commands;

/// <summary>One call of <c>asr compare</c>.</summary>
internal static class ComparisonRun
{
    public static ExitCode Do(CompareArguments arguments, ProgramOutput output)
    {
        Require(arguments);
        ScoredResult[] results = [.. arguments.Results.Select(ScoredFiles.Read)];
        TranscriptNormalizer normalizer = Normalizer(arguments, results);
        string label = Label([.. results.Select(one => one.NormalizerLabel), .. arguments.Hypotheses.Select(_ => normalizer.Label)]);
        ScoredSet[] others = [.. arguments.Hypotheses.Select(path => ScoredFiles.Score(arguments.References!, path, normalizer, path))];

        // Where an id names utterances of two sets, the set belongs to its name.
        bool unique = results.All(one =>
            one.Sets.SelectMany(set => set.Utterances).GroupBy(utterance => utterance.Id).All(group => group.Count() == 1));
        ScoredSet[] both = [.. results.Zip(arguments.Results, (one, path) => AsOne(one, path, unique)), .. others];
        var comparison = ResultComparison.Of(both[0], both[1]);
        if (arguments.AsJson)
        {
            output.Results.WriteLine(ComparisonJson.Of(comparison, label, arguments.Changed));
        }
        else
        {
            ComparisonReport.Write(output.Results, comparison, label, arguments.Changed);
        }

        return ExitCode.Success;
    }

    private static void Require(CompareArguments arguments)
    {
        if (arguments.Results.Count + arguments.Hypotheses.Count != 2)
        {
            throw new UserFault(
                ExitCode.Usage,
                $"two results are compared, {arguments.Results.Count + arguments.Hypotheses.Count} were named; give two RESULTs, or "
                + "--ref and two --hyp, or one RESULT, --ref and one --hyp; asr score scores one");
        }

        if (arguments.References is null != (arguments.Hypotheses.Count == 0))
        {
            throw new UserFault(ExitCode.Usage, "--ref and --hyp go together: what was said, and what a system recognised of it");
        }
    }

    // Unless told otherwise, files are normalised as the result was that they are compared with.
    private static TranscriptNormalizer Normalizer(CompareArguments arguments, IReadOnlyList<ScoredResult> results)
    {
        string? known = results.Select(one => one.NormalizerLabel.Split(' ')[0])
            .FirstOrDefault(name => name == TranscriptNormalizer.LowerCase.Name || name == TranscriptNormalizer.KeepCase.Name);
        return TranscriptNormalizer.Named(arguments.Normalizer ?? known ?? TranscriptNormalizer.LowerCase.Name);
    }

    private static string Label(IReadOnlyList<string> labels)
    {
        string[] known = [.. labels.Where(label => label.Length > 0).Distinct()];
        return known.Length < 2 ? known.FirstOrDefault("") : throw new UserFault(
            ExitCode.Data,
            $"the texts of the two results were normalised differently, by {known[0]} and by {known[1]}; score both with the same "
            + "normaliser and version");
    }

    private static ScoredSet AsOne(ScoredResult result, string path, bool unique) => new(path,
    [
        .. result.Sets.SelectMany(set => set.Utterances.Select(one => unique ? one : one with { Id = $"{set.Name}/{one.Id}" })),
    ])
    {
        LeftOut = ScoredSet.Together(path, result.Sets).LeftOut,
    };
}
