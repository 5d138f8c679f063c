using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;

namespace AsrTrainer.Neural.Checkpoints;

/// <summary>What a model file says besides its weights: all that is needed to use it, and where it comes from.</summary>
public sealed record ModelDescription
{
    /// <summary>The frontend's options.</summary>
    public required FrontendOptions Features { get; init; }

    /// <summary>The sizes.</summary>
    public required ModelOptions Model { get; init; }

    /// <summary>The characters of the alphabet in the order of their tokens, blank (0) left out.</summary>
    public required string Alphabet { get; init; }

    /// <summary>The name of the transcripts' normaliser.</summary>
    public required string Normalizer { get; init; }

    /// <summary>Word error rates on the dev sets when the model was written, by name, 0 and up.</summary>
    public IReadOnlyDictionary<string, double> DevWordErrorRates { get; init; } = new Dictionary<string, double>();

    /// <summary>The resolved configuration of the run as a text; nothing reads it back.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>Versions, processor and threads that the result depends on, by name; nothing reads them back.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
