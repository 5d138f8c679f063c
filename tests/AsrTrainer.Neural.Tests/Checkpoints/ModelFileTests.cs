using System.Diagnostics;
using System.Text;
using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Tests.Models;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Faults;
using TorchSharp;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Checkpoints;

public sealed class ModelFileTests : IDisposable
{
    private static readonly ModelDescription Description = new()
    {
        Features = TinyModels.Features,
        Model = TinyModels.Options,
        Alphabet = " abcdef",
        Normalizer = "lower-case",
        DevWordErrorRates = new Dictionary<string, double> { ["prompts"] = 0.25, ["other"] = 1.125 },
        Configuration = "training:\n  epochs: 3 # drei Äpfel\n",
        Environment = new Dictionary<string, string> { ["threads"] = "2", ["blas"] = "OpenBLAS 0.3.21 (ZEN)" },
    };

    private readonly TemporaryFolder folder = new();
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_model_read_back_has_the_same_weights_description_and_log_probabilities()
    {
        using var model = TinyModels.Make();
        var (read, description) = ModelFile.Read(Write(model), CPU);
        Assert.Equal(Description.DevWordErrorRates.OrderBy(entry => entry.Key), description.DevWordErrorRates.OrderBy(entry => entry.Key));
        Assert.Equal(Description.Environment.OrderBy(entry => entry.Key), description.Environment.OrderBy(entry => entry.Key));
        Assert.Equal(
            Description, description with { DevWordErrorRates = Description.DevWordErrorRates, Environment = Description.Environment });
        var (expected, found) = (model.state_dict(), read.state_dict());
        Assert.Equal(expected.Keys, found.Keys);
        Assert.All(expected, entry => Assert.Equal(0, TinyModels.Distance(entry.Value, found[entry.Key])));
        long[] frames = [20, 13];
        var features = TinyModels.Batch(frames);
        Assert.Equal(0, TinyModels.Distance(
            model.ForwardFeatures(features, frames, ForwardContext.Inference).LogProbs,
            read.ForwardFeatures(features, frames, ForwardContext.Inference).LogProbs));
        Assert.False(read.training);
        read.Dispose();
    }

    [Fact]
    public void What_a_model_is_can_be_read_without_its_weights()
    {
        using var model = TinyModels.Make();
        var path = Write(model);
        var whole = File.ReadAllBytes(path);
        var description = ModelFile.ReadDescription(path);
        Assert.Equal(Description.Alphabet, description.Alphabet);
        Assert.Equal(Description.Model, description.Model);

        // The last byte is a weight's.
        whole[^1] ^= 1;
        File.WriteAllBytes(path, whole);
        Assert.Equal(Description.Alphabet, ModelFile.ReadDescription(path).Alphabet);
        Assert.Throws<UserFault>(() => ModelFile.Read(path, CPU));
        File.WriteAllBytes(path, whole[..^1]);
        Assert.Equal(ExitCode.Model, Assert.Throws<UserFault>(() => ModelFile.ReadDescription(path)).Code);
    }

    [Fact]
    public void Equal_models_give_equal_bytes()
    {
        using var first = TinyModels.Make();
        using var second = TinyModels.Make();
        using var other = TinyModels.Make(seed: 4);
        var bytes = Bytes(first, Description);
        var turned = new Dictionary<string, double> { ["other"] = 1.125, ["prompts"] = 0.25 };
        Assert.Equal(bytes, Bytes(second, Description with { DevWordErrorRates = turned }));
        Assert.NotEqual(bytes, Bytes(other, Description));
    }

    [Fact]
    public void The_metadata_can_be_read_by_others_and_holds_no_time_host_or_folder()
    {
        using var model = TinyModels.Make();
        using var file = File.OpenRead(Write(model));
        var metadata = SafetensorsHeader.Read(file).Metadata;
        Assert.Equal(
            [
                "asr.alphabet", "asr.configuration", "asr.dev_wer", "asr.environment", "asr.features", "asr.format", "asr.model",
                "asr.normalizer",
            ],
            metadata.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("1", metadata["asr.format"]);
        Assert.Equal(" abcdef", metadata["asr.alphabet"]);
        Assert.Equal("lower-case", metadata["asr.normalizer"]);
        Assert.Equal(Description.Configuration, metadata["asr.configuration"]);
        Assert.Equal("{\"other\":1.125,\"prompts\":0.25}", metadata["asr.dev_wer"]);
        Assert.Contains("\"cnn_channels\":4", metadata["asr.model"], StringComparison.Ordinal);
        Assert.Contains("\"cell\":\"gru\"", metadata["asr.model"], StringComparison.Ordinal);
        Assert.Contains("\"normalization\":\"utterance\"", metadata["asr.features"], StringComparison.Ordinal);
        Assert.All(metadata.Values, value =>
        {
            Assert.DoesNotContain(Environment.MachineName, value, StringComparison.Ordinal);
            Assert.DoesNotContain(folder.FullPath, value, StringComparison.Ordinal);
            Assert.DoesNotContain(
                DateTime.UtcNow.Year.ToString(System.Globalization.CultureInfo.InvariantCulture) + "-", value, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_file_that_was_cut_off_anywhere_is_refused_by_name()
    {
        using var model = TinyModels.Make();
        var bytes = Bytes(model, Description);
        var header = 8 + BitConverter.ToInt32(bytes);
        foreach (var length in (int[])[0, 1, 7, 8, 9, 100, header - 1, header, header + 1, bytes.Length / 2, bytes.Length - 1])
        {
            Refused(bytes[..length], $"cut to {length} bytes");
        }
    }

    [Fact]
    public void A_single_flipped_bit_is_found_wherever_it_is()
    {
        using var model = TinyModels.Make();
        var bytes = Bytes(model, Description);
        var header = 8 + BitConverter.ToInt32(bytes);
        var random = new Random(5);
        var places = Enumerable.Range(0, 8)
            .Concat(Enumerable.Range(0, 150).Select(_ => random.Next(8, header)))
            .Concat(Enumerable.Range(0, 50).Select(_ => random.Next(header, bytes.Length)));
        foreach (var place in places.Append(bytes.Length - 1))
        {
            var bit = 1 << random.Next(8);
            bytes[place] ^= (byte)bit;
            Refused(bytes, $"bit {bit} of byte {place}, {(place < header ? "header" : "data")}");
            bytes[place] ^= (byte)bit;
        }
    }

    [Theory]
    [InlineData("this is a text, not a model, and long enough to hold a header's length")]
    [InlineData("")]
    public void What_is_not_a_model_is_refused_by_name(string content) => Refused(Encoding.UTF8.GetBytes(content), "text");

    [Fact]
    public void A_missing_file_is_named()
    {
        var path = folder.PathOf("none.safetensors");
        var fault = Assert.Throws<UserFault>(() => ModelFile.Read(path, CPU));
        Assert.Equal(ExitCode.Model, fault.Code);
        Assert.Equal($"{path}: no such model file; give a model.safetensors or the folder of a run", fault.Message);
    }

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_is_refused_without_waiting()
    {
        var path = folder.PathOf("pipe.safetensors");
        using (var make = Process.Start("mkfifo", [path]))
        {
            await make.WaitForExitAsync();
        }

        Action[] readers = [() => ModelFile.Read(path, CPU), () => ModelFile.ReadDescription(path), () => ReplayFolder.ReadMoment(path)];
        foreach (var read in readers)
        {
            var fault = await Assert.ThrowsAsync<UserFault>(() => Task.Run(read).WaitAsync(TimeSpan.FromSeconds(20)));
            Assert.Equal(ExitCode.Model, fault.Code);
            Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_was_found_is_one_sentence() => Assert.EndsWith(
        "expected dtype, shape, data_offsets; use another checkpoint or train again",
        Refused([.. BitConverter.GetBytes(8L), .. "{\"a\":{}}"u8], "entry"),
        StringComparison.Ordinal);

    [Fact]
    public void Tensors_of_another_program_are_refused()
    {
        var message = Refused(Safetensors([("weight", zeros(2))], new Dictionary<string, string>()), "foreign");
        Assert.Contains("not one that asr train wrote (no asr.format in its metadata)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_format_is_refused_with_both_named()
    {
        var message = Rewritten((_, metadata) => metadata["asr.format"] = "2");
        Assert.Contains(
            "model format 2; this program reads format 1; use the program version that wrote it", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_the_options_do_not_ask_for_is_named() => Assert.Contains(
        "tensor rnn.9.extra is not part of the model that its options describe",
        Rewritten((tensors, _) => tensors["rnn.9.extra"] = zeros(3)),
        StringComparison.Ordinal);

    [Fact]
    public void A_missing_tensor_is_named() => Assert.Contains(
        "tensor stem.bias is missing", Rewritten((tensors, _) => tensors.Remove("stem.bias")), StringComparison.Ordinal);

    [Fact]
    public void A_tensor_of_another_shape_is_named_with_both_shapes() => Assert.Contains(
        "tensor stem.bias is (5) where the options ask for (4)",
        Rewritten((tensors, _) => tensors["stem.bias"] = zeros(5)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("asr.model", "{\"stride\":9}", "its Stride must be 1 to 4, was 9")]
    [InlineData("asr.model", "{\"strides\":2}", "strides")]
    [InlineData("asr.model", "null", "its metadata's asr.model is null")]
    [InlineData("asr.model", "{", "not a usable model file")]
    [InlineData("asr.features", "{\"mels\":2}", "its Mels must be 8 to 256, was 2")]
    [InlineData("asr.alphabet", "aa", "its alphabet cannot be used")]
    [InlineData("asr.alphabet", "", "its alphabet cannot be used")]
    [InlineData("asr.normalizer", "upper-case", "its normaliser cannot be used: there is no transcript normaliser \"upper-case\"")]
    [InlineData("asr.dev_wer", "[]", "not a usable model file")]
    public void Metadata_that_cannot_be_used_is_refused(string key, string value, string finding) =>
        Assert.Contains(finding, Rewritten((_, metadata) => metadata[key] = value), StringComparison.Ordinal);

    [Fact]
    public void Options_that_ask_for_far_more_than_the_file_holds_are_refused_before_memory_is_taken()
    {
        const string Huge = """{"rnn_blocks":32,"rnn_layers":8,"rnn_width":8192,"projection_width":8192,"head_width":8192,"cell":"lstm"}""";
        Assert.Matches(
            @"its options describe a model of \d{12,} parameters, but its tensors hold \d{1,5} values",
            Rewritten((_, metadata) => metadata["asr.model"] = Huge));
    }

    [Fact]
    public void Missing_metadata_is_named() =>
        Assert.Contains(
            "its metadata lacks asr.normalizer", Rewritten((_, metadata) => metadata.Remove("asr.normalizer")), StringComparison.Ordinal);

    private static byte[] Bytes(SpeechModel model, ModelDescription description)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(stream, model, description);
        return stream.ToArray();
    }

    private static byte[] Safetensors(IReadOnlyList<(string, Tensor)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    private string Write(SpeechModel model)
    {
        var path = folder.PathOf("model.safetensors");
        File.WriteAllBytes(path, Bytes(model, Description));
        return path;
    }

    // Writes a whole file, checksums and all, whose content was changed, and gives the message it is refused with.
    private string Rewritten(Action<Dictionary<string, Tensor>, Dictionary<string, string>> change)
    {
        using var model = TinyModels.Make();
        using var file = File.OpenRead(Write(model));
        var header = SafetensorsHeader.Read(file);
        var tensors = SafetensorsFile.Read(file, header);
        var changed = header.Metadata.ToDictionary();
        change(tensors, changed);
        var message = Refused(Safetensors([.. tensors.Select(entry => (entry.Key, entry.Value))], changed), "rewritten");
        foreach (var tensor in tensors.Values)
        {
            tensor.Dispose();
        }

        return message;
    }

    private string Refused(byte[] content, string what)
    {
        var path = folder.PathOf("damaged.safetensors");
        File.WriteAllBytes(path, content);
        var fault = Record.Exception(() => ModelFile.Read(path, CPU).Model.Dispose());
        var refusal = Assert.IsType<UserFault>(fault);
        Assert.True(refusal.Code == ExitCode.Model, $"{what}: {refusal.Code}");
        Assert.StartsWith(path, refusal.Message, StringComparison.Ordinal);
        return refusal.Message;
    }
}
