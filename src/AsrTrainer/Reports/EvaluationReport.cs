using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Reports;

/// <summary>What <c>asr eval</c> prints: the counts of each set, its worst utterances, and last the line that scripts read.</summary>
internal static class EvaluationReport
{
    // Alignments wider than a common terminal are broken between words.
    private const int AlignmentColumns = 120;

    public static void Write(TextWriter output, IReadOnlyList<ScoredSet> sets, int worst)
    {
        foreach (ScoredSet set in sets)
        {
            WriteCounts(output, set);
            WriteWorst(output, set, worst);
        }

        if (sets.Count > 1)
        {
            foreach (ScoredSet set in sets)
            {
                output.WriteLine($"{set.Name} {Summary(set)}");
            }
        }

        output.WriteLine(Summary(new ScoredSet("", [.. sets.SelectMany(set => set.Utterances)])));
    }

    /// <summary><c>WER 12.34 % CER 5.67 % (53 utterances)</c>.</summary>
    public static string Summary(ScoredSet set) =>
        $"{Figures.Rates(set.Words, set.Characters)} ({Figures.Count(set.Utterances.Count, "utterance")})";

    private static void WriteCounts(TextWriter output, ScoredSet set)
    {
        string length = Figures.AudioLength(set.Utterances.Sum(utterance => utterance.Seconds));
        output.WriteLine($"{set.Name}: {Figures.Count(set.Utterances.Count, "utterance")}, {length} of audio");
        output.WriteLine("            reference  substituted  deleted  inserted  errors      rate");
        WriteRow(output, "words", set.Words);
        WriteRow(output, "characters", set.Characters);
        output.WriteLine();
    }

    private static void WriteRow(TextWriter output, string unit, ErrorCounts counts) => output.WriteLine(
        $"{unit,-10}  {counts.ReferenceLength,9}  {counts.Substitutions,11}  {counts.Deletions,7}  {counts.Insertions,8}"
        + $"  {counts.Errors,6}  {Figures.Percent(counts.Rate),8}");

    // Worst by the number of errors, since that is what moves the rate of the corpus; by rate, short utterances would fill the list.
    private static void WriteWorst(TextWriter output, ScoredSet set, int worst)
    {
        ScoredUtterance[] shown =
        [
            .. set.Utterances
                .Where(utterance => utterance.Words.Errors > 0)
                .OrderByDescending(utterance => utterance.Words.Errors)
                .ThenByDescending(utterance => utterance.Words.Rate)
                .ThenBy(utterance => utterance.Id, StringComparer.Ordinal)
                .Take(worst),
        ];
        foreach (ScoredUtterance utterance in shown)
        {
            string errors = Figures.Count(utterance.Words.Errors, "error");
            output.WriteLine($"{utterance.Id}: {errors} in {Figures.Count(utterance.Words.ReferenceLength, "word")}");
            output.WriteLine(AlignmentText.Format(utterance.Reference, utterance.Hypothesis, AlignmentColumns));
            output.WriteLine();
        }
    }
}
