using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Speech.Metrics;

namespace AsrTrainer.Reports;

/// <summary>What <c>asr eval</c> prints: the counts of each set, its worst utterances, and last the line that scripts read.</summary>
internal static class EvaluationReport
{
    // Alignments wider than a common terminal are broken between words.
    private const int AlignmentColumns = 120;

    public static void Write(TextWriter output, IReadOnlyList<EvaluationResult> sets, int worst)
    {
        foreach (EvaluationResult set in sets)
        {
            WriteCounts(output, set);
            WriteWorst(output, set, worst);
        }

        if (sets.Count > 1)
        {
            foreach (EvaluationResult set in sets)
            {
                output.WriteLine($"{set.Name} {Summary(set)}");
            }
        }

        output.WriteLine(Summary(new EvaluationResult("", [.. sets.SelectMany(set => set.Utterances)])));
    }

    /// <summary><c>WER 12.34 % CER 5.67 % (53 utterances)</c>.</summary>
    public static string Summary(EvaluationResult set) =>
        $"{Figures.Rates(set.Words, set.Characters)} ({Figures.Count(set.Utterances.Count, "utterance")})";

    private static void WriteCounts(TextWriter output, EvaluationResult set)
    {
        string length = Figures.AudioLength(set.Utterances.Sum(result => result.Utterance.Seconds));
        string leftOut = set.LeftOut == 0 ? "" : $", {set.LeftOut} left out";
        output.WriteLine($"{set.Name}: {Figures.Count(set.Utterances.Count, "utterance")}{leftOut}, {length} of audio");
        output.WriteLine("            reference  substituted  deleted  inserted  errors      rate");
        WriteRow(output, "words", set.Words);
        WriteRow(output, "characters", set.Characters);
        output.WriteLine();
    }

    private static void WriteRow(TextWriter output, string unit, ErrorCounts counts) => output.WriteLine(
        $"{unit,-10}  {counts.ReferenceLength,9}  {counts.Substitutions,11}  {counts.Deletions,7}  {counts.Insertions,8}"
        + $"  {counts.Errors,6}  {Figures.Percent(counts.Rate),8}");

    // Worst by the number of errors, since that is what moves the rate of the corpus; by rate, short utterances would fill the list.
    private static void WriteWorst(TextWriter output, EvaluationResult set, int worst)
    {
        UtteranceResult[] shown =
        [
            .. set.Utterances
                .Where(result => result.Words.Errors > 0)
                .OrderByDescending(result => result.Words.Errors)
                .ThenByDescending(result => result.Words.Rate)
                .ThenBy(result => result.Utterance.Id, StringComparer.Ordinal)
                .Take(worst),
        ];
        foreach (UtteranceResult result in shown)
        {
            string errors = Figures.Count(result.Words.Errors, "error");
            output.WriteLine($"{result.Utterance.Id}: {errors} in {Figures.Count(result.Words.ReferenceLength, "word")}");
            output.WriteLine(AlignmentText.Format(result.Utterance.Transcript, result.Hypothesis, AlignmentColumns));
            output.WriteLine();
        }
    }
}
