using System.Text.Json;
using System.Text.Json.Serialization;
using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;
using AsrTrainer.Speech.Text;
using TorchSharp;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Checkpoints;

/// <summary>
/// A model in one safetensors file: weights under the names of the model's parts, everything else in the metadata. It holds no time, host
/// or folder, so that equal runs give equal bytes.
/// </summary>
public static class ModelFile
{
    private const string FormatKey = "asr.format";
    private const string Format = "1";

    // In values: 4 MB.
    private const long SmallTensor = 1 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Writes a model.</summary>
    public static void Write(Stream destination, SpeechModel model, ModelDescription description)
    {
        var metadata = new Dictionary<string, string>
        {
            [FormatKey] = Format,
            ["asr.features"] = JsonSerializer.Serialize(description.Features, Json),
            ["asr.model"] = JsonSerializer.Serialize(description.Model, Json),
            ["asr.alphabet"] = description.Alphabet,
            ["asr.normalizer"] = description.Normalizer,
            ["asr.dev_wer"] = JsonSerializer.Serialize(
                new SortedDictionary<string, double>(description.DevWordErrorRates.ToDictionary(), StringComparer.Ordinal), Json),
            ["asr.configuration"] = description.Configuration,
            ["asr.environment"] = JsonSerializer.Serialize(
                new SortedDictionary<string, string>(description.Environment.ToDictionary(), StringComparer.Ordinal), Json),
        };
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(destination, [.. model.state_dict().Select(entry => (entry.Key, entry.Value))], metadata);
    }

    /// <summary>Reads a model, in evaluation mode.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Where its weights shall be.</param>
    /// <exception cref="UserFault">
    /// With <see cref="ExitCode.Model"/>: not a model of ours, of another version, damaged, or cut off.
    /// </exception>
    public static (SpeechModel Model, ModelDescription Description) Read(string path, Device device)
    {
        return Reading(path, () =>
        {
            using var file = OrdinaryFile.OpenRead(path);
            var header = SafetensorsHeader.Read(file);
            var description = Describe(path, header.Metadata);
            var model = Build(description, header);
            try
            {
                RequireSame(model, header);
                Fill(model, file, header);
                model.eval();
                return (model.to(device), description);
            }
            catch
            {
                model.Dispose();
                throw;
            }
        });
    }

    /// <summary>Reads what a model is, without its weights and without libtorch.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserFault">As for <see cref="Read"/>, as far as it shows without the weights.</exception>
    public static ModelDescription ReadDescription(string path) =>
        Reading(path, () =>
        {
            using var file = OrdinaryFile.OpenRead(path);
            return Describe(path, SafetensorsHeader.Read(file).Metadata);
        });

    private static T Reading<T>(string path, Func<T> read)
    {
        if (!File.Exists(path))
        {
            throw new UserFault(ExitCode.Model, $"{path}: no such model file; give a model.safetensors or the folder of a run");
        }

        try
        {
            return read();
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UserFault(
                ExitCode.Model,
                $"{path}: not a usable model file: {fault.Message.TrimEnd('.')}; use another checkpoint or train again",
                fault);
        }
    }

    private static ModelDescription Describe(string path, IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(FormatKey, out var format))
        {
            throw new InvalidDataException("a safetensors file, but not one that asr train wrote (no asr.format in its metadata)");
        }

        if (format != Format)
        {
            throw new UserFault(
                ExitCode.Model,
                $"{path}: model format {format}; this program reads format {Format}; use the program version that wrote it");
        }

        string Text(string key) =>
            metadata.TryGetValue(key, out var value) ? value : throw new InvalidDataException($"its metadata lacks {key}");
        T Parsed<T>(string key) =>
            JsonSerializer.Deserialize<T>(Text(key), Json) ?? throw new InvalidDataException($"its metadata's {key} is null");
        var description = new ModelDescription
        {
            Features = Parsed<FrontendOptions>("asr.features"),
            Model = Parsed<ModelOptions>("asr.model"),
            Alphabet = Text("asr.alphabet"),
            Normalizer = Text("asr.normalizer"),
            DevWordErrorRates = Parsed<Dictionary<string, double>>("asr.dev_wer"),
            Configuration = Text("asr.configuration"),
            Environment = metadata.ContainsKey("asr.environment") ? Parsed<Dictionary<string, string>>("asr.environment") : [],
        };
        try
        {
            TranscriptNormalizer.Named(description.Normalizer);
        }
        catch (UserFault fault)
        {
            throw new InvalidDataException($"its normaliser cannot be used: {fault.Message}", fault);
        }

        var problem = description.Features.Validate().Concat(description.Model.Validate()).FirstOrDefault();
        return problem.Problem is null ? description : throw new InvalidDataException($"its {problem.Property} {problem.Problem}");
    }

    private static SpeechModel Build(ModelDescription description, SafetensorsHeader header)
    {
        Alphabet alphabet;
        try
        {
            alphabet = new Alphabet(description.Alphabet);
        }
        catch (UserFault fault)
        {
            throw new InvalidDataException($"its alphabet cannot be used: {fault.Message.TrimEnd('.')}", fault);
        }

        // Options can ask for any amount of memory: not more is taken than the file's own tensors do. Which small tensor is missing is told
        // better once the model is there.
        if (header.Entries.FirstOrDefault(entry => entry.Type != ScalarType.Float32) is { } other)
        {
            throw new InvalidDataException($"tensor {other.Name} is {other.TypeName} where weights are F32");
        }

        var needed = SpeechModel.ParameterCountOf(description.Features, description.Model, alphabet.Size);
        var held = header.Entries.Sum(entry => entry.Elements);
        return needed <= held + SmallTensor
            ? new SpeechModel(description.Features, description.Model, alphabet.Size)
            : throw new InvalidDataException($"its options describe a model of {needed} parameters, but its tensors hold {held} values");
    }

    // Before any data are read.
    private static void RequireSame(SpeechModel model, SafetensorsHeader header)
    {
        var expected = model.state_dict();
        var entries = header.Entries.ToDictionary(entry => entry.Name);
        foreach (var (name, tensor) in expected)
        {
            if (!entries.TryGetValue(name, out var found))
            {
                throw new InvalidDataException($"tensor {name} is missing");
            }

            if (!found.Shape.AsSpan().SequenceEqual(tensor.shape))
            {
                throw new InvalidDataException(
                    $"tensor {name} is ({string.Join(", ", found.Shape)}) "
                    + $"where the options ask for ({string.Join(", ", tensor.shape)})");
            }
        }

        if (entries.Keys.FirstOrDefault(name => !expected.ContainsKey(name)) is { } unknown)
        {
            throw new InvalidDataException($"tensor {unknown} is not part of the model that its options describe");
        }
    }

    private static void Fill(SpeechModel model, FileStream file, SafetensorsHeader header)
    {
        var tensors = SafetensorsFile.Read(file, header);
        try
        {
            using var quiet = no_grad();
            foreach (var (name, tensor) in model.state_dict())
            {
                tensor.copy_(tensors[name]);
            }
        }
        finally
        {
            foreach (var tensor in tensors.Values)
            {
                tensor.Dispose();
            }
        }
    }
}
