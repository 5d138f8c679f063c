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
        words               7            2        1         1       4   57.14 %
        characters         27            1        5         5      11   40.74 %

        1-1-0002: 2 errors in 2 words
        REF: no   way **
        HYP: know way oh
             S        I

        1-1-0000: 2 errors in 4 words
        REF: one two three four
        HYP: one too three ****
                 S         D

        WER 57.14 % CER 40.74 % (3 utterances)

        """,
        Report([Scored.Clean], worst: 5));

    [Fact]
    public void Several_sets_are_summed_up_by_name_and_together()
    {
        string[] lines = Report([Scored.Clean, Scored.Other], worst: 0).TrimEnd().Split('\n');
        Assert.Equal(
            [
                "clean WER 57.14 % CER 40.74 % (3 utterances)",
                "other WER 0.00 % CER 0.00 % (1 utterance)",
                "WER 44.44 % CER 28.95 % (4 utterances)",
            ],
            lines[^3..]);
    }

    [Fact]
    public void No_more_than_the_worst_asked_for_are_shown_and_none_without_an_error()
    {
        Assert.DoesNotContain("1-1-0000", Report([Scored.Clean], worst: 1));
        Assert.DoesNotContain("1-1-0001", Report([Scored.Clean], worst: 9));
    }

    [Fact]
    public void Utterances_that_are_not_in_the_score_are_counted_beside_those_that_are()
    {
        string[] lines = Report([Scored.Clean with { LeftOut = 2 }], worst: 0).TrimEnd().Split('\n');
        Assert.Equal("clean: 3 utterances, 2 left out, 5.2 s of audio", lines[0]);
        Assert.Equal("WER 57.14 % CER 40.74 % (3 utterances)", lines[^1]);
    }

    private static string Report(IReadOnlyList<EvaluationResult> sets, int worst)
    {
        var output = new StringWriter { NewLine = "\n" };
        EvaluationReport.Write(output, sets, worst);
        return output.ToString();
    }
}
