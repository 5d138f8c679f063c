using System.CommandLine;
using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Models;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Commands;

/// <summary>A model read from its file, ready to recognise.</summary>
internal sealed class LoadedModel : IDisposable
{
    private readonly SpeechModel model;

    private LoadedModel(SpeechModel model, ModelDescription description, Machine machine, LoadedDecoder decoder)
    {
        this.model = model;
        Description = description;
        Alphabet = new Alphabet(description.Alphabet);
        Decoder = decoder;
        Recognition = new Recognition(model, decoder.Decoder, machine.Precision);
        Normalizer = TranscriptNormalizer.Named(description.Normalizer);
    }

    public ModelDescription Description { get; }

    public Alphabet Alphabet { get; }

    public TranscriptNormalizer Normalizer { get; }

    public Recognition Recognition { get; }

    /// <summary>What <see cref="Recognition"/> decodes with.</summary>
    public LoadedDecoder Decoder { get; }
    public FrameTiming Timing => model.Timing;

    /// <summary>How the user names a model.</summary>
    public static Argument<string> Argument() => new("MODEL")
    {
        Description = "A model.safetensors, or the folder of a run, of which the best checkpoint is taken.",
    };

    /// <summary>The model file that the user means, told to who watches with its score where the run still knows it.</summary>
    public static string Choose(string path, TextWriter messages)
    {
        string file = CheckpointStore.ResolveModel(path, line => messages.WriteLine($"warning: {line}"));
        string score = ScoreOf(file) is { } best ? $" (dev WER {Figures.Percent(best.Words.Rate)})" : "";
        messages.WriteLine($"model: {file}{score}");
        return file;
    }

    /// <summary>Reads what the user named: a model file or the folder of a run. It decodes greedily.</summary>
    public static LoadedModel Open(string path, Machine machine) => Open(path, machine, DecodingChoice.Greedy, TextWriter.Null);

    /// <summary>Reads what the user named, and what it decodes with; what may not be meant there is told.</summary>
    public static LoadedModel Open(string path, Machine machine, DecodingChoice decoding, TextWriter messages)
    {
        (SpeechModel model, ModelDescription description) = ModelFile.Read(CheckpointStore.ResolveModel(path), machine.Device);
        try
        {
            return new LoadedModel(model, description, machine, LoadedDecoder.Open(decoding, description, messages.WriteLine));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        model.Dispose();
        Decoder.Dispose();
    }

    /// <summary>What a model file scored on all dev sets together, where it stands in a run that still knows it; else null.</summary>
    internal static ScoredStep? ScoreOf(string file)
    {
        string checkpoint = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return Path.GetDirectoryName(checkpoint) is { } folder && Path.GetFileName(folder) == "checkpoints"
            ? new CheckpointStore(Path.GetDirectoryName(folder)!).FindLastState()?.Best.FirstOrDefault(
                best => best.Words.ReferenceLength > 0 && Path.GetFileName(checkpoint) == $"step-{best.Step:D8}")
            : null;
    }
}
