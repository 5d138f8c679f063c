using System.CommandLine;
using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Commands;

/// <summary>A model read from its file, ready to recognise.</summary>
internal sealed class LoadedModel : IDisposable
{
    private readonly SpeechModel model;

    private LoadedModel(SpeechModel model, ModelDescription description, Machine machine)
    {
        this.model = model;
        Description = description;
        Alphabet = new Alphabet(description.Alphabet);
        Recognition = new Recognition(model, new GreedyDecoder(Alphabet), machine.Precision);
    }

    public ModelDescription Description { get; }

    public Alphabet Alphabet { get; }

    public Recognition Recognition { get; }

    /// <summary>How the user names a model.</summary>
    public static Argument<string> Argument() => new("MODEL")
    {
        Description = "A model.safetensors, or the folder of a run, of which the best checkpoint is taken.",
    };

    /// <summary>Reads what the user named: a model file or the folder of a run.</summary>
    public static LoadedModel Open(string path, Machine machine)
    {
        (SpeechModel model, ModelDescription description) = ModelFile.Read(CheckpointStore.ResolveModel(path), machine.Device);
        return new LoadedModel(model, description, machine);
    }

    public void Dispose() => model.Dispose();
}
