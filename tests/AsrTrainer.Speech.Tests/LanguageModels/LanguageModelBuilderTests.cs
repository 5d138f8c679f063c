using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.LanguageModels;

namespace AsrTrainer.Speech.Tests.LanguageModels;

public sealed class LanguageModelBuilderTests : IDisposable
{
    private readonly TemporaryModel files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Rare_words_count_as_unknown_ones()
    {
        using var model = Build(new LanguageModelOptions { MinWordCount = 2 }, out var built);
        Assert.Equal((3, 9, 4), (built.Sentences, built.Words, built.UnknownWords));
        Assert.Equal(["a", "b"], Known(model));

        // The unknown word stands three times after a, and b never.
        _ = model.Score(model.Start, model.Find("a"), out var afterA);
        Assert.True(model.Score(afterA, model.Find("?"), out _) > model.Score(afterA, model.Find("b"), out _));
    }

    [Fact]
    public void Of_all_words_only_the_most_frequent_are_told_apart()
    {
        using var model = Build(new LanguageModelOptions { MaxWords = 1 }, out var built);
        Assert.Equal(["a"], Known(model));
        Assert.Equal(6, built.UnknownWords);
    }

    [Fact]
    public void Without_limits_every_word_is_known_and_equal_text_gives_an_equal_model()
    {
        using var model = Build(new LanguageModelOptions(), out var built);
        Assert.Equal(["a", "b", "c", "d", "e"], Known(model));
        Assert.Equal(1, built.UnknownWords);
        var first = File.ReadAllBytes(files.PathOf("m.arpa"));
        Build(new LanguageModelOptions(), out _).Dispose();
        Assert.Equal(first, File.ReadAllBytes(files.PathOf("m.arpa")));
    }

    [Fact]
    public void Text_without_a_word_is_refused()
    {
        var builder = new LanguageModelBuilder(new LanguageModelOptions());
        builder.Add([]);
        Assert.Equal(ExitCode.Data, Assert.Throws<UserFault>(builder.Build).Code);
    }

    [Fact]
    public void Options_know_their_limits()
    {
        Assert.Empty(new LanguageModelOptions { Order = 5, Prune = [0, 0, 1, 2] }.Validate());
        var wrong = new LanguageModelOptions { Order = 6, MinWordCount = 0, MaxWords = 0, Prune = [1, 0] };
        Assert.Equal(["Order", "MinWordCount", "MaxWords", "Prune"], wrong.Validate().Select(problem => problem.Property));
    }

    private static IEnumerable<string> Known(NGramModel model) =>
        ((string[])["a", "b", "c", "d", "e", "f"]).Where(word => !model.IsUnknown(model.Find(word)));

    private NGramModel Build(LanguageModelOptions options, out BuiltLanguageModel built)
    {
        var builder = new LanguageModelBuilder(options);
        builder.Add(["a", "c", "b"]);
        builder.Add(["a", "d", "b"]);
        builder.Add(["a", "e", null]);
        built = builder.Build();
        built.Write(files.PathOf("m.arpa"));
        return LanguageModelFile.Open(files.PathOf("m.arpa"));
    }
}
