using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Reports;

/// <summary>
/// What <c>asr eval</c> and <c>asr score</c> print: the counts of each set, its speakers, lengths, confusions and worst utterances, and
/// last the line that scripts read.
/// </summary>
internal static class EvaluationReport
{
    /// <summary>Alignments wider than a common terminal are broken between words.</summary>
    public const int AlignmentColumns = 120;

    /// <summary>Writes the report.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="report">What was found.</param>
    /// <param name="worst">How many utterances are shown.</param>
    /// <param name="top">How many speakers and words are.</param>
    public static void Write(TextWriter output, ScoreReport report, int worst, int top)
    {
        foreach (ScoreAnalysis one in report.Sets)
        {
            WriteCounts(output, one);
            output.WriteLine($"spaces count as characters; {Sampling(one.Sampling)}; normaliser {report.Normalizer.Label}");
            if (report.Decoder is { } decoder)
            {
                output.WriteLine($"decoder: {decoder.Label}");
            }

            output.WriteLine();
            if (top > 0)
            {
                WriteSpeakers(output, one.Speakers, top);
                WriteGroups(output, "words in reference", one.ByWords);
                WriteGroups(output, "seconds of audio", one.BySeconds);
                WriteConfusions(output, one.Confusions, top);
            }

            WriteWorst(output, one.Set, worst);
        }

        if (report.Sets.Count > 1)
        {
            foreach (ScoreAnalysis one in report.Sets)
            {
                output.WriteLine($"{one.Set.Name} {Summary(one.Set)}");
            }
        }

        output.WriteLine(Summary(report.Total));
    }

    /// <summary><c>WER 12.34 % CER 5.67 % (53 utterances)</c>.</summary>
    public static string Summary(ScoredSet set) =>
        $"{Figures.Rates(set.Words, set.Characters)} ({Figures.Count(set.Utterances.Count, "utterance")})";

    /// <summary>How intervals were found, in words.</summary>
    public static string Sampling(Bootstrap sampling) => sampling.Units < 2
        ? "no intervals: they take two utterances at least"
        : $"intervals by bootstrap over {sampling.Units} {(sampling.IsOverSpeakers ? "speakers" : "utterances")}, {sampling.Draws} draws";

    private static void WriteCounts(TextWriter output, ScoreAnalysis one)
    {
        ScoredSet set = one.Set;
        string leftOut = set.LeftOut == 0 ? "" : $", {set.LeftOut} left out";
        string length = set.Seconds is { } seconds && set.Utterances.Count > 0 ? $", {Figures.AudioLength(seconds)} of audio" : "";
        output.WriteLine($"{set.Name}: {Figures.Count(set.Utterances.Count, "utterance")}{leftOut}{length}");
        var table = new TextTable(
            column => column == 0, "", "reference", "substituted", "deleted", "inserted", "errors", "rate", "95 % interval");
        table.Add(["words", .. Counts(set.Words), Figures.Percent(set.Words.Rate), Interval(one.Words)]);
        table.Add(["characters", .. Counts(set.Characters), Figures.Percent(set.Characters.Rate), Interval(one.Characters)]);
        table.Add(
            "sentences", $"{set.Utterances.Count}", "", "", "", $"{set.SentenceErrors}", Figures.Percent(set.SentenceErrorRate),
            Interval(one.Sentences));
        table.WriteTo(output);
    }

    private static string[] Counts(ErrorCounts counts) =>
        [$"{counts.ReferenceLength}", $"{counts.Substitutions}", $"{counts.Deletions}", $"{counts.Insertions}", $"{counts.Errors}"];

    private static string Interval(RateInterval? interval) =>
        interval is { } known ? $"{Figures.Percent(known.Low)} to {Figures.Percent(known.High)}" : "-";

    // One speaker's row would say what the set's rows say.
    private static void WriteSpeakers(TextWriter output, IReadOnlyList<ScoredSet> speakers, int top)
    {
        if (speakers.Count > 1)
        {
            string title = speakers.Count > top ? $"speaker ({top} worst of {speakers.Count})" : "speaker";
            WriteGroups(output, title, [.. speakers.OrderByDescending(one => one.Words.Rate).Take(top)]);
        }
    }

    private static void WriteGroups(TextWriter output, string title, IReadOnlyList<ScoredSet> groups)
    {
        if (groups.Count == 0)
        {
            return;
        }

        var table = new TextTable(column => column == 0, title, "utterances", "wrong", "words", "errors", "WER", "CER");
        foreach (ScoredSet group in groups)
        {
            table.Add(
                group.Name, $"{group.Utterances.Count}", $"{group.SentenceErrors}", $"{group.Words.ReferenceLength}",
                $"{group.Words.Errors}", Figures.Percent(group.Words.Rate), Figures.Percent(group.Characters.Rate));
        }

        table.WriteTo(output);
    }

    private static void WriteConfusions(TextWriter output, Confusions confusions, int top)
    {
        IReadOnlyList<Confusion>[] kinds = [confusions.Substitutions, confusions.Deletions, confusions.Insertions];
        int rows = Math.Min(top, kinds.Max(kind => kind.Count));
        if (rows == 0)
        {
            return;
        }

        var table = new TextTable(column => column % 2 == 0, "most substituted", "", "most deleted", "", "most inserted", "");
        for (int i = 0; i < rows; i++)
        {
            table.Add([.. kinds.SelectMany(kind => i < kind.Count ? [Shown(kind[i]), $"{kind[i].Count}"] : (string[])["", ""])]);
        }

        table.WriteTo(output);
    }

    private static string Shown(Confusion one) =>
        one.Reference.Length == 0 || one.Hypothesis.Length == 0 ? one.Reference + one.Hypothesis : $"{one.Reference} > {one.Hypothesis}";

    private static void WriteWorst(TextWriter output, ScoredSet set, int worst)
    {
        foreach (ScoredUtterance one in set.Worst(worst))
        {
            string errors = Figures.Count(one.Words.Errors, "error");
            output.WriteLine($"{one.Id}: {errors} in {Figures.Count(one.Words.ReferenceLength, "word")}");
            output.WriteLine(AlignmentText.Format(one.Reference, one.Hypothesis, AlignmentColumns));
            output.WriteLine();
        }
    }
}
