using System.Security.Cryptography;
using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;
using AsrTrainer.Speech.LanguageModels;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Commands;

/// <summary>A decoder with all that it reads from files.</summary>
internal sealed class LoadedDecoder : IDisposable
{
    // Of a model in other letters next to none can be spelt; one that was made from the web has many words that cannot.
    private const int WordsTried = 1000;
    private const double LeastSpelt = 0.1;

    private readonly Alphabet alphabet;
    private readonly DecodingChoice choice;
    private readonly Hotwords? hotwords;

    private LoadedDecoder(Alphabet alphabet, DecodingChoice choice, TranscriptNormalizer normalizer, Action<string> say)
    {
        this.alphabet = alphabet;
        this.choice = choice;
        hotwords = choice.Hotwords.Count == 0
            ? null
            : new Hotwords(alphabet, choice.Hotwords.SelectMany(one => ReadHotwords(one, normalizer, say)));
        LanguageModel = choice.LanguageModel is { } path ? LanguageModelFile.Open(path) : null;
        Decoder = choice.Beam is { } options ? With(options) : new GreedyDecoder(alphabet);
    }

    /// <summary>As the user chose.</summary>
    public ICtcDecoder Decoder { get; }

    /// <summary>The language model; null where none was chosen.</summary>
    public NGramModel? LanguageModel { get; }

    /// <summary>Reads what the choice names.</summary>
    /// <param name="choice">What the user chose.</param>
    /// <param name="description">The model that it is for.</param>
    /// <param name="say">Told what was taken, and what the user may not have meant.</param>
    /// <exception cref="UserFault">A file cannot be used, or does not fit the model.</exception>
    public static LoadedDecoder Open(DecodingChoice choice, ModelDescription description, Action<string> say)
    {
        var alphabet = new Alphabet(description.Alphabet);
        var normalizer = TranscriptNormalizer.Named(description.Normalizer);
        LoadedDecoder opened = choice.LanguageModel is { } path && !alphabet.Contains(' ')
            ? throw new UserFault(
                ExitCode.Usage, $"--lm {path}: is of words, and the model's alphabet has no space to part them; leave it out")
            : new LoadedDecoder(alphabet, choice, normalizer, say);
        if (opened.LanguageModel is { } model && Doubt(model, alphabet, normalizer) is { } doubt)
        {
            say($"warning: --lm {choice.LanguageModel}: {doubt}");
        }

        return opened;
    }

    /// <summary>A beam search with other options, and the same language model, if wanted, and hotwords.</summary>
    public BeamDecoder With(BeamOptions options, bool withLanguageModel = true) =>
        new(alphabet, options, withLanguageModel ? LanguageModel : null, hotwords);

    /// <summary>What it is, for reports: the file of the language model is read for its hash.</summary>
    public DecoderFacts Describe()
    {
        if (choice.LanguageModel is not { } path)
        {
            return new DecoderFacts(choice.Beam, null, choice.Hotwords);
        }

        using FileStream file = OrdinaryFile.OpenRead(path);
        return new DecoderFacts(choice.Beam, (path, Convert.ToHexStringLower(SHA256.HashData(file))), choice.Hotwords);
    }

    public void Dispose() => LanguageModel?.Dispose();

    // A mistyped name of a file may be taken for a hotword.
    private static IReadOnlyList<string> ReadHotwords(string fileOrWords, TranscriptNormalizer normalizer, Action<string> say)
    {
        IReadOnlyList<string> words = HotwordList.Read(fileOrWords, normalizer);
        string taken = Figures.Count(words.Count, "hotword");
        say($"--hotwords {fileOrWords}: {(Path.Exists(fileOrWords) ? taken : $"no such file, taken for {taken}")}");
        return words;
    }

    private static string? Doubt(NGramModel model, Alphabet alphabet, TranscriptNormalizer normalizer)
    {
        IReadOnlyList<string> words = model.SomeWords(WordsTried);
        double Spelt(Func<string, string> written) =>
            (double)words.Count(word => alphabet.TryEncode(written(word), out _)) / Math.Max(1, words.Count);
        double spelt = Spelt(word => word);
        if (spelt >= LeastSpelt)
        {
            return null;
        }

        string advice = Spelt(normalizer.Normalize) >= LeastSpelt
            ? $"let them pass through the model's normaliser: asr lm binary ARPA OUT --normalizer {normalizer.Name}"
            : "is it of another language?";
        return $"{Figures.Percent(spelt)} of its words can be spelt in the model's alphabet \"{alphabet.Characters}\", and what it does "
            + $"not know counts as unknown; {advice}";
    }
}
