using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.LanguageModels;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Commands;

/// <summary>A decoder with all that it reads from files.</summary>
internal sealed class LoadedDecoder : IDisposable
{
    private readonly Alphabet alphabet;
    private readonly Hotwords? hotwords;

    private LoadedDecoder(Alphabet alphabet, DecodingChoice choice, TranscriptNormalizer normalizer)
    {
        this.alphabet = alphabet;
        hotwords = choice.Hotwords.Count == 0
            ? null
            : new Hotwords(alphabet, choice.Hotwords.SelectMany(one => HotwordList.Read(one, normalizer)));
        LanguageModel = choice.LanguageModel is { } path ? LanguageModelFile.Open(path) : null;
        Decoder = choice.Beam is { } options ? With(options) : new GreedyDecoder(alphabet);
    }

    /// <summary>As the user chose.</summary>
    public ICtcDecoder Decoder { get; }

    /// <summary>The language model; null where none was chosen.</summary>
    public NGramModel? LanguageModel { get; }

    /// <summary>Reads what the choice names.</summary>
    /// <exception cref="UserFault">A file cannot be used, or does not fit the model.</exception>
    public static LoadedDecoder Open(DecodingChoice choice, ModelDescription description)
    {
        var alphabet = new Alphabet(description.Alphabet);
        return choice.LanguageModel is { } path && !alphabet.Contains(' ')
            ? throw new UserFault(ExitCode.Usage, $"--lm {path}: is of words, and the model's alphabet has no space to part them; leave it out")
            : new LoadedDecoder(alphabet, choice, TranscriptNormalizer.Named(description.Normalizer));
    }

    /// <summary>A beam search with other options, and the same language model, if wanted, and hotwords.</summary>
    public BeamDecoder With(BeamOptions options, bool withLanguageModel = true) =>
        new(alphabet, options, withLanguageModel ? LanguageModel : null, hotwords);

    public void Dispose() => LanguageModel?.Dispose();
}
