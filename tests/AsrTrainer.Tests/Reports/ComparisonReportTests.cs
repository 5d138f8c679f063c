using System.Text.Json.Nodes;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Metrics;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Tests.Reports;

public sealed class ComparisonReportTests
{
    private static readonly ResultComparison Comparison = ResultComparison.Of(
        Scored.Clean,
        new ScoredSet("new",
        [
            Scored.Utterance("1-1-0000", "one two three four", "one two three four"),
            Scored.Utterance("1-1-0001", "yes", "yes"),
            Scored.Utterance("1-1-0002", "no way", "no way oh"),
        ]));

    [Fact]
    public void The_report_shows_both_the_tests_and_what_changed_most()
    {
        var output = new StringWriter { NewLine = "\n" };
        ComparisonReport.Write(output, Comparison, "lower-case", changed: 1);
        Assert.Equal(
            """
               result  utterances  words  substituted  deleted  inserted  errors      WER      CER  sentences wrong
            A  clean            3      7            2        1         1       4  57.14 %  40.74 %          66.67 %
            B  new              3      7            0        0         1       1  14.29 %  11.11 %          33.33 %

            difference    -42.86 points of WER, B less A (95 %: -50.00 to 0.00)
            bootstrap     p = 0.0780 (paired, over 3 utterances, 10000 draws)
            matched pairs p = 0.0027 (MAPSSWE, 2 segments, z = -3.00)
            utterances    B is better in 2, worse in 0, as good in 1
            normaliser    lower-case

            1-1-0000: 2 > 0 errors in 4 words
            A
            REF: one two three four
            HYP: one too three ****
                     S         D
            B
            REF: one two three four
            HYP: one two three four

            """,
            output.ToString());
    }

    [Fact]
    public void The_normaliser_stands_in_JSON_as_in_other_reports()
    {
        JsonNode Normalizer(string label) => JsonNode.Parse(ComparisonJson.Of(Comparison, label, changed: 0))!["normalizer"]!;

        TranscriptNormalizer present = TranscriptNormalizer.KeepCase;
        Assert.Equal(EvaluationJson.Normalizer(present).ToJsonString(), Normalizer(present.Label).ToJsonString());
        Assert.Equal(
            """{"name":"lower-case","sha256":"0123456789ab"}""", Normalizer("lower-case sha256:0123456789ab").ToJsonString());
        Assert.Equal("""{"name":"lower-case","sha256":null}""", Normalizer("lower-case").ToJsonString());
    }

    [Fact]
    public void What_was_left_out_is_null_where_it_is_not_known()
    {
        var unknown = ResultComparison.Of(Scored.Clean with { LeftOut = null }, Scored.Clean with { LeftOut = 2 });

        JsonNode root = JsonNode.Parse(ComparisonJson.Of(unknown, "", changed: 0))!;

        Assert.True(root["a"]!.AsObject().ContainsKey("left_out"));
        Assert.Null(root["a"]!["left_out"]);
        Assert.Equal(2, (int)root["b"]!["left_out"]!);
        Assert.Equal(5.25, (double)root["a"]!["seconds"]!);
    }

    [Fact]
    public void The_same_stands_in_JSON()
    {
        JsonNode root = JsonNode.Parse(ComparisonJson.Of(Comparison, "", changed: 1))!;

        Assert.Null(root["normalizer"]);
        Assert.Equal((4, 1), ((int)root["a"]!["words"]!["errors"]!, (int)root["b"]!["words"]!["errors"]!));
        Assert.Equal(-3.0 / 7, (double)root["difference"]!["wer"]!, 1e-6);
        Assert.Equal([-0.5, 0], root["difference"]!["interval"]!.AsArray().Select(end => (double)end!));
        Assert.Equal("utterances", (string)root["bootstrap"]!["over"]!);
        Assert.Equal(Comparison.Resampled!.TwoSidedP, (double)root["bootstrap"]!["p"]!, 1e-6);
        Assert.Equal((2, -3), ((int)root["matched_pairs"]!["segments"]!, (double)root["matched_pairs"]!["z"]!));
        Assert.Equal("1-1-0000", (string)Assert.Single(root["changed"]!.AsArray())!["id"]!);
    }
}
