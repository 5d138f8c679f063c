using System.Text.Json.Nodes;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Metrics;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Tests.Reports;

public sealed class EvaluationJsonTests
{
    [Fact]
    public void Sets_and_their_total_have_counts_rates_intervals_and_parts()
    {
        JsonObject root = JsonNode.Parse(EvaluationJson.Of(Scored.Report(Scored.Clean, Scored.Other), worst: 1))!.AsObject();
        JsonObject set = root["sets"]![0]!.AsObject();

        Assert.Equal(TranscriptNormalizer.LowerCase.Fingerprint, (string)root["normalizer"]!["sha256"]!);
        Assert.Equal("lower-case", (string)root["normalizer"]!["name"]!);
        Assert.Equal(("clean", 3), ((string)set["name"]!, (int)set["utterances"]!));
        Assert.Equal((0, 5.25), ((int)set["left_out"]!, (double)set["seconds"]!));
        Assert.Equal(
            """{"reference":7,"substitutions":2,"deletions":1,"insertions":1,"errors":4,"rate":0.571429,"interval":[0,1]}""",
            set["words"]!.ToJsonString());
        Assert.Equal("""{"errors":2,"rate":0.666667,"interval":[0,1]}""", set["sentences"]!.ToJsonString());
        Assert.Equal("""{"over":"utterances","units":3,"draws":10000}""", set["bootstrap"]!.ToJsonString());
        Assert.Equal(["1", "2"], set["speakers"]!.AsArray().Select(one => (string)one!["name"]!));
        Assert.Equal(["1-2", "3-5"], set["by_words"]!.AsArray().Select(one => (string)one!["name"]!));
        Assert.Equal(["0-2"], set["by_seconds"]!.AsArray().Select(one => (string)one!["name"]!));
        Assert.Equal(
            """[{"reference":"no","hypothesis":"know","count":1},{"reference":"two","hypothesis":"too","count":1}]""",
            set["substitutions"]!.ToJsonString());
        Assert.Equal("1-1-0002", (string)set["worst"]![0]!["id"]!);
        Assert.Single(set["worst"]!.AsArray());
        Assert.Equal(4.0 / 9, (double)root["total"]!["words"]!["rate"]!, 1e-6);
    }

    [Fact]
    public void What_is_not_known_is_null()
    {
        JsonNode set = JsonNode.Parse(EvaluationJson.Of(Scored.Report(new ScoredSet("one", [ScoredUtterance.Of("u", null, "a", "b")])), 5))!
            ["sets"]![0]!;

        Assert.Null(set["seconds"]);
        Assert.Null(set["words"]!["interval"]);
        Assert.Empty(set["speakers"]!.AsArray());
    }
}
