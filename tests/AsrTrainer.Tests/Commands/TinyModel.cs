namespace AsrTrainer.Tests.Commands;

/// <summary>A language model of a few words of the clips, in ARPA.</summary>
internal static class TinyModel
{
    /// <summary>Writes it.</summary>
    public static string Write(string path) => Write(path, "one", "two");

    /// <summary>Writes it with other words in the place of "one" and "two".</summary>
    public static string Write(string path, string one, string two)
    {
        File.WriteAllText(path, $"""
            \data\
            ngram 1=6
            ngram 2=2

            \1-grams:
            -1.5	<unk>
            -99	<s>	-0.3
            -0.7	</s>
            -0.9	{one}	-0.2
            -0.9	{two}	-0.2
            -1.1	{(one == "one" ? "agent" : $"{one}{two}")}

            \2-grams:
            -0.4	<s> {one}
            -0.3	{one} {two}

            \end\

            """.ReplaceLineEndings("\n"));
        return path;
    }
}
