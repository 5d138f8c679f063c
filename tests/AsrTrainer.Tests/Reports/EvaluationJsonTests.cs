using System.Text.Json.Nodes;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Decoding;
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
        Assert.Null(root["decoder"]);
    }

    [Fact]
    public void All_sets_together_have_the_intervals_of_one_set_of_all_their_utterances()
    {
        var both = new ScoredSet("", [.. Scored.Clean.Utterances, .. Scored.Other.Utterances]);
        JsonNode total = JsonNode.Parse(EvaluationJson.Of(Scored.Report(Scored.Clean, Scored.Other), worst: 0))!["total"]!;
        JsonNode one = JsonNode.Parse(EvaluationJson.Of(Scored.Report(both), worst: 0))!["sets"]![0]!;

        foreach (string key in (string[])["words", "characters", "sentences", "bootstrap"])
        {
            Assert.Equal(one[key]!.ToJsonString(), total[key]!.ToJsonString());
        }

        Assert.Equal(2, total["words"]!["interval"]!.AsArray().Count);
    }

    [Fact]
    public void The_decoder_has_its_options_and_the_hash_of_its_language_model()
    {
        var beam = new BeamOptions
        {
            Width = 8,
            LanguageModelWeight = 0.5,
            WordBonus = 1.5,
        };
        string Json(DecoderFacts decoder) =>
            JsonNode.Parse(EvaluationJson.Of(Scored.Report(Scored.Other) with { Decoder = decoder }, 0))!["decoder"]!.ToJsonString();

        Assert.Equal(
            """{"name":"greedy","beam":null,"lm":null,"lm_sha256":null,"lm_weight":"""
            + """null,"word_bonus":null,"unknown_penalty":null,"hotwords":[],"hotword_boost":null}""",
            Json(new DecoderFacts(null, null, [])));
        Assert.Equal(
            """{"name":"beam","beam":8,"lm":"x.arpa","lm_sha256":"0123456789abcdef","lm_weight":"""
            + """0.5,"word_bonus":1.5,"unknown_penalty":5,"hotwords":[],"hotword_boost":null}""",
            Json(new DecoderFacts(beam, ("x.arpa", "0123456789abcdef"), [])));
        Assert.Equal(
            """{"name":"beam","beam":8,"lm":null,"lm_sha256":null,"lm_weight":"""
            + """null,"word_bonus":1.5,"unknown_penalty":null,"hotwords":["acme"],"hotword_boost":1}""",
            Json(new DecoderFacts(beam, null, ["acme"])));
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
