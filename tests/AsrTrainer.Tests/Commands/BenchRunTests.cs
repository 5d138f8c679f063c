using System.Text.Json;
using AsrTrainer.Commands;
using AsrTrainer.Configuration;
using TorchSharp.BeyondTorchSharp;

namespace AsrTrainer.Tests.Commands;

[Collection(TinyRun.Collection)]
public sealed class BenchRunTests(TinyRun run)
{
    private readonly string[] small = ["bench", run.Configuration, "--batch", "2", "--seconds", "1", "--steps", "2", "--precision", "fp32"];

    [Fact]
    public void Everything_is_measured_and_told_under_documented_keys()
    {
        ProgramResult result = ProgramResult.Of([.. small, "--json", "--profile"]);
        Assert.True(result.Code == 0, result.Messages);
        JsonElement root = JsonDocument.Parse(result.Results).RootElement;
        Assert.Equal(24, root.GetProperty("tokens").GetInt32() * root.GetProperty("batch").GetInt32());
        JsonElement train = Assert.Single(root.GetProperty("train").EnumerateArray());
        Assert.Equal("fp32", train.GetProperty("precision").GetString());
        double gflops = train.GetProperty("gflop").GetDouble() / train.GetProperty("median_seconds").GetDouble();
        Assert.InRange(train.GetProperty("gflops").GetDouble() / gflops, 0.999, 1.001);
        Assert.InRange(train.GetProperty("limit_share").GetDouble(), 1e-6, 1);
        Assert.True(root.GetProperty("infer")[0].GetProperty("audio_seconds_per_second").GetDouble() > 0);
        Assert.True(root.GetProperty("frontend").GetProperty("least_seconds").GetDouble() > 0);
        Assert.False(root.GetProperty("loader").GetProperty("synthetic").GetBoolean());
        Assert.True(root.GetProperty("loader").GetProperty("audio_seconds").GetDouble() > 0);
        string documented = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs/bench.md"));
        Assert.All(Keys(root).Distinct(), key => Assert.Contains($"`{key}`", documented));
    }

    [Fact]
    public void Only_what_was_asked_for_is_measured()
    {
        JsonElement root = JsonDocument.Parse(ProgramResult.Of([.. small, "--json", "--only", "infer"]).Results).RootElement;
        Assert.Equal(1, root.GetProperty("infer").GetArrayLength());
        Assert.Equal(0, root.GetProperty("train").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("frontend").ValueKind);
        Assert.Equal(JsonValueKind.Null, root.GetProperty("loader").ValueKind);
    }

    [Fact]
    public void The_table_has_a_row_for_each_part_and_nothing_but_the_table_goes_to_stdout()
    {
        ProgramResult result = ProgramResult.Of([.. small, "--set", "data.train=no-such-corpus", "--only", "frontend,loader"]);
        Assert.True(result.Code == 0, result.Messages);
        string[] lines = result.Results.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("frontend ", StringComparison.Ordinal));
        Assert.Contains("noise", Assert.Single(lines, line => line.StartsWith("loader ", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.StartsWith("train ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("measuring", StringComparison.Ordinal));
        Assert.Contains(result.MessageLines, line => line.StartsWith("no-such-corpus: no such file or folder", StringComparison.Ordinal));
    }

    [Fact]
    public void All_precisions_are_those_of_this_machine()
    {
        string[] arguments = [.. small[..^2], "--only", "infer", "--json"];
        JsonElement root = JsonDocument.Parse(ProgramResult.Of(arguments).Results).RootElement;
        string[] expected = FusedLayers.HasBFloat16 ? ["bf16", "fp32"] : ["fp32"];
        Assert.Equal(expected, root.GetProperty("infer").EnumerateArray().Select(one => one.GetProperty("precision").GetString()!));
    }

    [Fact]
    public void Tokens_that_do_not_fit_are_a_fault_of_the_command_line()
    {
        ProgramResult result = ProgramResult.Of([.. small, "--tokens", "60"]);
        Assert.Equal((2, ""), (result.Code, result.Results));
        Assert.StartsWith("error: --tokens: 60 do not fit into 1 s of audio", result.MessageLines[0]);
    }

    [Fact]
    public void A_batch_beyond_measure_is_refused()
    {
        ProgramResult result = ProgramResult.Of("bench", "--batch", "10000", "--seconds", "10");
        Assert.Equal((2, ""), (result.Code, result.Results));
        Assert.StartsWith("error: --batch and --seconds: must be at most 20000 seconds for the whole batch", result.MessageLines[0]);
    }

    [Fact]
    public void A_bad_configuration_is_told_as_by_train()
    {
        ProgramResult result = ProgramResult.Of("bench", "--set", "model.rnn_widht=3");
        Assert.Equal((3, ""), (result.Code, result.Results));
        Assert.Contains("rnn_width", result.MessageLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_is_the_model_of_the_tutorial()
    {
        var own = ConfigurationLoader.Bind<AsrConfiguration>(BenchRun.DefaultConfiguration, "defaults", []);
        var tutorial = ConfigurationLoader.Load<AsrConfiguration>(Path.Combine(RepositoryFiles.Root, "configs/tutorial.yaml"), []);
        Assert.Equal((tutorial.Features, tutorial.Model), (own.Features, own.Model));
    }

    private static IEnumerable<string> Keys(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Keys(property.Value).Prepend(property.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Keys),
        _ => [],
    };
}
