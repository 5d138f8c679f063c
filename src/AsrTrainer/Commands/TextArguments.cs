using System.CommandLine;
using AsrTrainer.Configuration;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Text;
using SpokenText = AsrTrainer.Speech.LanguageModels.SpokenText;

namespace AsrTrainer.Commands;

/// <summary>Texts for a language model as a command takes them, and how they become words.</summary>
internal sealed class TextArguments
{
    // Only the section text matters.
    private const string DefaultConfiguration = """data: {train: "(none)"}""";

    private readonly Argument<string[]> texts = new("TEXT")
    {
        Description = "Texts with a sentence in each line, plain or gzip; - for standard input; or corpora, whose transcripts are taken: "
            + "folders in LibriSpeech layout or manifests (.csv, .tsv, .json, .jsonl).",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> configuration = new("--config")
    {
        Description = "A YAML file that gives alphabet and normaliser (default: those of a configuration that says nothing of them).",
        HelpName = "FILE",
    };

    private readonly Option<string[]> set = new("--set")
    {
        Description = "Replace one value of the configuration, for example text.normalizer=keep-case. May be repeated.",
        HelpName = "a.b=c",
        DefaultValueFactory = _ => [],
    };

    public TextArguments(Command command)
    {
        command.Add(texts);
        command.Add(configuration);
        command.Add(set);
    }

    /// <summary>What was asked for.</summary>
    public ChosenTexts Read(ParseResult parsed) =>
        new(parsed.GetRequiredValue(texts), parsed.GetValue(configuration), parsed.GetRequiredValue(set));

    /// <summary>Texts, and the configuration that says how they become words.</summary>
    internal sealed record ChosenTexts(IReadOnlyList<string> Paths, string? ConfigurationPath, IReadOnlyList<string> Sets)
    {
        /// <summary>The sentences of all texts.</summary>
        /// <param name="say">Told in the end which characters were left out.</param>
        /// <param name="cancellation">Stops the reading.</param>
        public IEnumerable<IReadOnlyCollection<string?>> Sentences(Action<string> say, CancellationToken cancellation)
        {
            TextOptions options = (ConfigurationPath is { } path
                ? ConfigurationLoader.Load<AsrConfiguration>(path, Sets)
                : ConfigurationLoader.Bind<AsrConfiguration>(DefaultConfiguration, "the defaults of asr lm", Sets)).Text;
            var spoken = new SpokenText(TranscriptNormalizer.Named(options.Normalizer), new Alphabet(options.Alphabet));
            foreach ((string line, string place) in Paths.SelectMany(Lines))
            {
                cancellation.ThrowIfCancellationRequested();
                yield return spoken.Words(line, place);
            }

            foreach (string left in LeftOut(spoken.UnknownCharacters))
            {
                say(left);
            }
        }

        private static IEnumerable<(string Line, string Place)> Lines(string path) => CorpusReader.IsCorpus(path)
            ? CorpusReader.ReadTranscripts(path).Select(one => (one.Transcript, one.Id))
            : TextLines.Read(path).Select((line, index) => (line, $"{path}:{index + 1}"));

        private static IEnumerable<string> LeftOut(UnknownCharacters characters)
        {
            const int Shown = 5;
            if (characters.IsEmpty)
            {
                yield break;
            }

            yield return "not in the alphabet (punctuation is left out, words with other such characters are unknown):";
            foreach (UnknownCharacter one in characters.Found.Take(Shown))
            {
                yield return $"  {one}";
            }

            if (characters.Found.Count > Shown)
            {
                yield return $"  and {characters.Found.Count - Shown} more";
            }
        }
    }
}
