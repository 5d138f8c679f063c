using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Reports;

namespace AsrTrainer.Tests.Reports;

public sealed class EvaluationReportTests
{
    [Fact]
    public void One_set_shows_counts_the_worst_utterances_and_last_the_summary() => Assert.Equal(
        """
        clean: 3 utterances, 5.2 s of audio
                    reference  substituted  deleted  inserted  errors      rate
        words               6            2        1         1       4   66.67 %
        characters         23            1        5         5      11   47.83 %

        1-1-0002: 2 errors in 1 word
        REF: **** no
        HYP: know oh
             I    S

        1-1-0000: 2 errors in 4 words
        REF: one two three four
        HYP: one too three ****
                 S         D

        WER 66.67 % CER 47.83 % (3 utterances)

        """,
        Report([Scored.Clean], worst: 5));

    [Fact]
    public void Several_sets_are_summed_up_by_name_and_together()
    {
        string[] lines = Report([Scored.Clean, Scored.Other], worst: 0).TrimEnd().Split('\n');
        Assert.Equal(
            [
                "clean WER 66.67 % CER 47.83 % (3 utterances)",
                "other WER 0.00 % CER 0.00 % (1 utterance)",
                "WER 50.00 % CER 32.35 % (4 utterances)",
            ],
            lines[^3..]);
    }

    [Fact]
    public void No_more_than_the_worst_asked_for_are_shown_and_none_without_an_error()
    {
        Assert.DoesNotContain("1-1-0000", Report([Scored.Clean], worst: 1));
        Assert.DoesNotContain("1-1-0001", Report([Scored.Clean], worst: 9));
    }

    private static string Report(IReadOnlyList<EvaluationResult> sets, int worst)
    {
        var output = new StringWriter { NewLine = "\n" };
        EvaluationReport.Write(output, sets, worst);
        return output.ToString();
    }
}
