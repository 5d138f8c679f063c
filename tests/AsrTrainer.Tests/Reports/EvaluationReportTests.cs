using AsrTrainer.Reports;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Metrics;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Tests.Reports;

public sealed class EvaluationReportTests
{
    [Fact]
    public void One_set_shows_everything_and_last_the_summary() => Assert.Equal(
        $"""
        clean: 3 utterances, 5.2 s of audio
                    reference  substituted  deleted  inserted  errors     rate       95 % interval
        words               7            2        1         1       4  57.14 %  0.00 % to 100.00 %
        characters         27            1        5         5      11  40.74 %   0.00 % to 83.33 %
        sentences           3                                       2  66.67 %  0.00 % to 100.00 %

        spaces count as characters; intervals by bootstrap over 3 utterances, 10000 draws; normaliser {TranscriptNormalizer.LowerCase.Label}

        speaker  utterances  wrong  words  errors      WER      CER
        1                 2      2      6       4  66.67 %  45.83 %
        2                 1      0      1       0   0.00 %   0.00 %

        words in reference  utterances  wrong  words  errors      WER      CER
        1-2                          2      1      3       2  66.67 %  55.56 %
        3-5                          1      1      4       2  50.00 %  33.33 %

        seconds of audio  utterances  wrong  words  errors      WER      CER
        0-2                        3      2      7       4  57.14 %  40.74 %

        most substituted     most deleted     most inserted
        no > know         1  four          1  oh             1
        two > too         1

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
        Report([Scored.Clean], worst: 5, top: 5));

    [Theory]
    [InlineData("decoder: greedy")]
    [InlineData("decoder: beam 32, word bonus 1.5, hotwords acme and names.txt, boost 1", "acme", "names.txt")]
    public void The_decoder_is_named_with_what_it_was_told(string line, params string[] hotwords)
    {
        BeamOptions? beam = hotwords.Length == 0 ? null : new BeamOptions { WordBonus = 1.5 };
        Assert.Contains(line, Report(new DecoderFacts(beam, null, hotwords)));
    }

    [Fact]
    public void A_language_model_is_named_with_the_hash_of_its_file() => Assert.Contains(
        "decoder: beam 32, language model words.arpa sha256:0123456789ab, weight 0.5, unknown penalty 5, word bonus 0",
        Report(new DecoderFacts(new BeamOptions { LanguageModelWeight = 0.5 }, ("words.arpa", "0123456789abcdef"), [])));

    [Fact]
    public void Several_sets_are_summed_up_by_name_and_together()
    {
        string[] lines = Report([Scored.Clean, Scored.Other], worst: 0, top: 0).TrimEnd().Split('\n');
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
        Assert.DoesNotContain("1-1-0000", Report([Scored.Clean], worst: 1, top: 5));
        Assert.DoesNotContain("1-1-0001", Report([Scored.Clean], worst: 9, top: 5));
    }

    [Fact]
    public void No_more_than_the_top_asked_for_are_shown()
    {
        string report = Report([Scored.Clean], worst: 0, top: 1);
        Assert.Contains("speaker (1 worst of 2)", report);
        Assert.Contains("no > know", report);
        Assert.DoesNotContain("two > too", report);
        Assert.DoesNotContain("speaker", Report([Scored.Clean], worst: 0, top: 0));
    }

    [Fact]
    public void Utterances_that_are_not_in_the_score_are_counted_beside_those_that_are()
    {
        string[] lines = Report([Scored.Clean with { LeftOut = 2 }], worst: 0, top: 5).TrimEnd().Split('\n');
        Assert.Equal("clean: 3 utterances, 2 left out, 5.2 s of audio", lines[0]);
        Assert.Equal("WER 57.14 % CER 40.74 % (3 utterances)", lines[^1]);
    }

    [Fact]
    public void An_empty_set_has_no_errors()
    {
        string[] lines = Report([new ScoredSet("none", [])], worst: 5, top: 5).TrimEnd().Split('\n');
        Assert.Equal("none: 0 utterances", lines[0]);
        Assert.Contains("no intervals: they take two utterances at least", lines[6]);
        Assert.Equal("WER 0.00 % CER 0.00 % (0 utterances)", lines[^1]);
    }

    private static string[] Report(DecoderFacts decoder)
    {
        var output = new StringWriter { NewLine = "\n" };
        EvaluationReport.Write(output, Scored.Report(Scored.Other) with { Decoder = decoder }, worst: 0, top: 0);
        return output.ToString().Split('\n');
    }

    private static string Report(ScoredSet[] sets, int worst, int top)
    {
        var output = new StringWriter { NewLine = "\n" };
        EvaluationReport.Write(output, Scored.Report(sets), worst, top);
        return output.ToString();
    }
}
