using System.Text.Json;
using System.Text.Json.Serialization;
using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Training;

/// <summary>
/// <c>replay/step-00001234/{model.safetensors, batch.safetensors}</c> in a run's folder: the weights before a step that was left out, and
/// the batch as the model got it.
/// </summary>
public static class ReplayFolder
{
    private const string FolderName = "replay";
    private const string ModelName = "model.safetensors";
    private const string BatchName = "batch.safetensors";
    private const string MomentKey = "asr.replay";
    private const string Samples = "samples";
    private const string SampleCounts = "sample_counts";
    private const string Tokens = "tokens";
    private const string TokenCounts = "token_counts";
    private const string Indices = "indices";
    private const string DoNotFit = "its tensors and names do not fit together";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
    };

    /// <summary>How many steps are kept in a run's folder.</summary>
    internal static int CountIn(string runFolder)
    {
        var folder = Path.Combine(runFolder, FolderName);
        return Directory.Exists(folder) ? Directory.GetDirectories(folder).Length : 0;
    }

    /// <summary>Keeps a step.</summary>
    /// <returns>The batch's file, which <see cref="Read"/> takes.</returns>
    internal static string Write(TrainingPlan plan, ReplayMoment moment, AudioBatch batch, SpeechModel model)
    {
        var folder = Path.Combine(plan.RunFolder, FolderName, $"step-{moment.Step + 1:D8}");
        var description = new ModelDescription
        {
            Features = plan.Features,
            Model = plan.Model,
            Alphabet = plan.Alphabet.Characters,
            Normalizer = plan.Normalizer,
            Configuration = plan.Configuration,
            Environment = plan.Environment,
        };
        AtomicFile.Write(Path.Combine(folder, ModelName), file => ModelFile.Write(file, model, description));
        var path = Path.Combine(folder, BatchName);
        using var scope = NewDisposeScope();
        static Tensor Whole(IEnumerable<int> numbers)
        {
            var values = numbers.Select(number => (long)number).ToArray();
            return tensor(values, [values.Length]);
        }

        (string, Tensor)[] tensors =
        [
            (Samples, tensor(batch.Samples, [batch.Count, batch.SamplesPerRow])),
            (SampleCounts, Whole(batch.SampleCounts)),
            (Tokens, Whole(batch.Tokens.SelectMany(tokens => tokens))),
            (TokenCounts, Whole(batch.Tokens.Select(tokens => tokens.Length))),
            (Indices, Whole(batch.Indices)),
        ];
        var metadata = new Dictionary<string, string> { [MomentKey] = JsonSerializer.Serialize(moment, Json) };
        AtomicFile.Write(path, file => SafetensorsFile.Write(file, tensors, metadata));
        return path;
    }

    /// <summary>Reads a step: its model, its batch, and what is known of it.</summary>
    /// <param name="path">The batch's file, or its folder.</param>
    /// <param name="device">Where the weights shall be.</param>
    /// <exception cref="UserFault">With <see cref="ExitCode.Model"/>: no such files, or not ones that <c>asr train</c> wrote.</exception>
    public static (SpeechModel Model, ModelDescription Description, AudioBatch Batch, ReplayMoment Moment) Read(string path, Device device)
    {
        var file = BatchFile(path);
        var (model, description) = ModelFile.Read(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, ModelName), device);
        try
        {
            var (batch, moment) = Reading(file, () => ReadBatch(file, new Speech.Text.Alphabet(description.Alphabet).Size));
            return (model, description, batch, moment);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Reads what is known of a step, without weights and audio.</summary>
    /// <param name="path">The batch's file, or its folder.</param>
    /// <exception cref="UserFault">As for <see cref="Read"/>.</exception>
    public static ReplayMoment ReadMoment(string path)
    {
        var file = BatchFile(path);
        return Reading(file, () =>
        {
            using var stream = OrdinaryFile.OpenRead(file);
            return Moment(SafetensorsHeader.Read(stream).Metadata);
        });
    }

    private static string BatchFile(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, BatchName) : path;
        return File.Exists(file)
            ? file
            : throw new UserFault(
                ExitCode.Model,
                $"{path}: no such file; give a {BatchName} that asr train kept under {FolderName}/ in the folder of its run");
    }

    private static T Reading<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException or IOException or UnauthorizedAccessException)
        {
            var finding = fault is JsonException { Path: { } place } ? $"its metadata lacks a usable {MomentKey} ({place})" : fault.Message;
            throw new UserFault(ExitCode.Model, $"{file}: not a batch kept for replay: {finding}", fault);
        }
    }

    private static ReplayMoment Moment(IReadOnlyDictionary<string, string> metadata)
    {
        var moment = metadata.TryGetValue(MomentKey, out var text) ? JsonSerializer.Deserialize<ReplayMoment>(text, Json) : null;
        if (moment is not
            {
                Step: >= 0 and < long.MaxValue,
                Epoch: >= 0 and < int.MaxValue,
                Threads: >= 0 and <= 1024,
                LearningRate: >= 0 and < double.PositiveInfinity,
            }
            || moment.Paths.Count != moment.Utterances.Count || moment.Transcripts.Count != moment.Utterances.Count
            || moment.Utterances.Concat(moment.Paths).Concat(moment.Transcripts).Any(name => name is null))
        {
            throw new InvalidDataException($"its metadata lacks a usable {MomentKey}");
        }

        var problem = moment.Training.Validate().Concat(moment.SpecAugment.Validate()).FirstOrDefault();
        return problem.Problem is null ? moment : throw new InvalidDataException($"its {problem.Property} {problem.Problem}");
    }

    private static (AudioBatch Batch, ReplayMoment Moment) ReadBatch(string path, int vocabulary)
    {
        using var file = OrdinaryFile.OpenRead(path);
        var header = SafetensorsHeader.Read(file);
        var moment = Moment(header.Metadata);
        RequireTensors(header.Entries, moment.Utterances.Count);
        var tensors = SafetensorsFile.Read(file, header);
        try
        {
            return (Assemble(tensors, moment, vocabulary), moment);
        }
        finally
        {
            foreach (var tensor in tensors.Values)
            {
                tensor.Dispose();
            }
        }
    }

    // Before any data are read: types and sizes of the five tensors, for a batch of so many utterances.
    private static void RequireTensors(IReadOnlyList<SafetensorsEntry> entries, int utterances)
    {
        const int Any = -1;
        (string Name, ScalarType Type, long[] Sizes)[] expected =
        [
            (Samples, ScalarType.Float32, [utterances, Any]),
            (SampleCounts, ScalarType.Int64, [utterances]),
            (Tokens, ScalarType.Int64, [Any]),
            (TokenCounts, ScalarType.Int64, [utterances]),
            (Indices, ScalarType.Int64, [utterances]),
        ];
        foreach (var (name, type, sizes) in expected)
        {
            if (entries.FirstOrDefault(entry => entry.Name == name) is not { } found || found.Type != type
                || found.Shape.Length != sizes.Length || sizes.Zip(found.Shape).Any(size => size.First != Any && size.First != size.Second))
            {
                throw new InvalidDataException($"tensor {name} is missing, or of another type or shape");
            }
        }

        if (entries.FirstOrDefault(entry => !expected.Any(one => one.Name == entry.Name)) is { } unknown)
        {
            throw new InvalidDataException($"tensor {unknown.Name} is no part of a batch");
        }

        // No utterance has more tokens than frames.
        long Elements(string name) => entries.Single(entry => entry.Name == name).Elements;
        if (utterances == 0 || Elements(Tokens) > Elements(Samples))
        {
            throw new InvalidDataException(DoNotFit);
        }
    }

    private static AudioBatch Assemble(Dictionary<string, Tensor> tensors, ReplayMoment moment, int vocabulary)
    {
        int[] Whole(string name) =>
            [.. tensors[name].data<long>().ToArray().Select(value => (int)Math.Clamp(value, int.MinValue, int.MaxValue))];

        var samples = tensors[Samples].data<float>().ToArray();
        var counts = Whole(SampleCounts);
        var tokens = Whole(Tokens);
        var lengths = Whole(TokenCounts);
        var perRow = samples.Length / counts.Length;
        var fits = counts.All(count => count > 0 && count <= perRow) && lengths.All(length => length >= 0)
            && lengths.Sum(length => (long)length) == tokens.Length && tokens.All(token => token > 0 && token < vocabulary);
        if (!fits)
        {
            throw new InvalidDataException(DoNotFit);
        }

        var starts = new int[lengths.Length];
        for (var b = 1; b < starts.Length; b++)
        {
            starts[b] = starts[b - 1] + lengths[b - 1];
        }

        return new AudioBatch
        {
            Number = 0,
            Samples = samples,
            SamplesPerRow = perRow,
            SampleCounts = counts,
            Tokens = [.. lengths.Select((length, b) => tokens.AsSpan(starts[b], length).ToArray())],
            Utterances = [.. moment.Utterances.Select((id, b) => new Utterance(id, moment.Paths[b], moment.Transcripts[b], 0, null))],
            Indices = Whole(Indices),
            Seconds = 0,
        };
    }
}
