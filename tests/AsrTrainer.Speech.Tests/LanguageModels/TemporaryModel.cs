namespace AsrTrainer.Speech.Tests.LanguageModels;

/// <summary>A folder for model files, gone at the end.</summary>
internal sealed class TemporaryModel : IDisposable
{
    /// <summary>A 3-gram model as SRILM writes it: log10 probabilities are chosen to be told apart, not to sum to one.</summary>
    public const string Small = """

        \data\
        ngram 1=5
        ngram 2=3
        ngram 3=1

        \1-grams:
        -99	<s>	-0.5
        -1.1	</s>
        -1.2	<unk>
        -0.3	a	-0.25
        -0.4	b	-0.125

        \2-grams:
        -0.6	<s> a	-0.0625
        -0.7	a b	-0.75
        -0.8	b </s>

        \3-grams:
        -0.05	<s> a b

        \end\

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("asr-lm").FullName;

    public string PathOf(string name) => Path.Combine(folder, name);

    public string With(string text, string name = "m.arpa")
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
