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

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
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
            ("samples", tensor(batch.Samples, [batch.Count, batch.SamplesPerRow])),
            ("sample_counts", Whole(batch.SampleCounts)),
            ("tokens", Whole(batch.Tokens.SelectMany(tokens => tokens))),
            ("token_counts", Whole(batch.Tokens.Select(tokens => tokens.Length))),
            ("indices", Whole(batch.Indices)),
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
        return Reading(file, () => Moment(SafetensorsFile.ReadMetadata(file)));
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
            throw new UserFault(ExitCode.Model, $"{file}: not a batch kept for replay: {fault.Message}", fault);
        }
    }

    private static ReplayMoment Moment(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(MomentKey, out var text)
        && JsonSerializer.Deserialize<ReplayMoment>(text, Json) is { Step: >= 0, Epoch: >= 0, Threads: >= 0 and <= 1024 } moment
            ? moment
            : throw new InvalidDataException($"its metadata lacks a usable {MomentKey}");

    private static (AudioBatch Batch, ReplayMoment Moment) ReadBatch(string path, int vocabulary)
    {
        var (tensors, metadata) = SafetensorsFile.Read(path);
        try
        {
            return Assemble(tensors, metadata, vocabulary);
        }
        finally
        {
            foreach (var tensor in tensors.Values)
            {
                tensor.Dispose();
            }
        }
    }

    private static (AudioBatch Batch, ReplayMoment Moment) Assemble(
        Dictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata, int vocabulary)
    {
        var moment = Moment(metadata);
        T[] Values<T>(string name, ScalarType type)
            where T : unmanaged =>
            tensors.TryGetValue(name, out var found) && found.dtype == type
                ? found.data<T>().ToArray()
                : throw new InvalidDataException($"tensor {name} is missing or of another type");
        int[] Whole(string name) =>
            [.. Values<long>(name, ScalarType.Int64).Select(value => (int)Math.Clamp(value, int.MinValue, int.MaxValue))];

        var samples = Values<float>("samples", ScalarType.Float32);
        var counts = Whole("sample_counts");
        var tokens = Whole("tokens");
        var lengths = Whole("token_counts");
        var indices = Whole("indices");
        var perRow = counts.Length == 0 ? 0 : samples.Length / counts.Length;
        int[] sizes = [lengths.Length, indices.Length, moment.Utterances.Count, moment.Paths.Count, moment.Transcripts.Count];
        var fits = counts.Length > 0 && sizes.All(size => size == counts.Length) && (long)perRow * counts.Length == samples.Length
            && counts.All(count => count > 0 && count <= perRow) && lengths.All(length => length >= 0)
            && lengths.Sum(length => (long)length) == tokens.Length && tokens.All(token => token > 0 && token < vocabulary);
        if (!fits)
        {
            throw new InvalidDataException("its tensors and names do not fit together");
        }

        var starts = new int[lengths.Length];
        for (var b = 1; b < starts.Length; b++)
        {
            starts[b] = starts[b - 1] + lengths[b - 1];
        }

        var batch = new AudioBatch
        {
            Number = 0,
            Samples = samples,
            SamplesPerRow = perRow,
            SampleCounts = counts,
            Tokens = [.. lengths.Select((length, b) => tokens.AsSpan(starts[b], length).ToArray())],
            Utterances = [.. moment.Utterances.Select((id, b) => new Utterance(id, moment.Paths[b], moment.Transcripts[b], 0, null))],
            Indices = indices,
            Seconds = 0,
        };
        return (batch, moment);
    }
}
