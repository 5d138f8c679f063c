using AsrTrainer.Speech.LanguageModels;

namespace AsrTrainer.Speech.Tests.LanguageModels;

public sealed class NGramModelTests : IDisposable
{
    private readonly TemporaryModel files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void An_n_gram_of_the_model_has_its_probability_and_others_back_off()
    {
        using var model = LanguageModelFile.Open(files.With(TemporaryModel.Small));
        var (a, b, unknown) = (model.Find("a"), model.Find("b"), model.Find("c"));
        Assert.Equal([5, 3, 1], model.Sizes);
        Assert.True(model.IsUnknown(unknown));
        Assert.False(model.IsUnknown(a));

        Equal(-0.6, model.Score(model.Start, a, out var afterA));
        Equal(-0.05, model.Score(afterA, b, out var afterB));
        Equal(-0.75 - 0.8, model.ScoreEnd(afterB));
        Equal(-0.0625 - 0.25 - 0.3, model.Score(afterA, a, out _));
        Equal(-0.0625 - 0.25 - 1.2, model.Score(afterA, unknown, out var afterUnknown));
        Equal(-0.3, model.Score(afterUnknown, a, out var afterOnlyA));
        Equal(-0.7, model.Score(afterOnlyA, b, out _));
        Equal(-0.5 - 0.4, model.Score(model.Start, b, out var afterOnlyB));
        Equal(-0.8, model.ScoreEnd(afterOnlyB));
    }

    [Fact]
    public void States_from_which_the_same_follows_are_equal()
    {
        using var model = LanguageModelFile.Open(files.With(TemporaryModel.Small));
        var b = model.Find("b");
        _ = model.Score(model.Start, b, out var afterStartB);
        _ = model.Score(afterStartB, b, out var afterBB);
        Assert.Equal(afterStartB, afterBB);

        // Nothing begins with an unknown word.
        _ = model.Score(model.Start, model.Find("?"), out var afterUnknown);
        _ = model.Score(afterBB, model.Find("!"), out var afterAnother);
        Assert.Equal(afterUnknown, afterAnother);
    }

    [Fact]
    public void Some_words_are_given_evenly_from_all_and_no_marks()
    {
        var words = Enumerable.Range(0, 100).Select(number => $"w{number:D2}").ToArray();
        var ones = string.Concat(words.Select(word => $"-2\t{word}\n"));
        using var model = LanguageModelFile.Open(
            files.With($"\\data\\\nngram 1=102\n\n\\1-grams:\n-99\t<s>\n{ones}-2\t</s>\n\n\\end\\\n"));

        Assert.Equal(words, model.SomeWords(int.MaxValue).Order(StringComparer.Ordinal));
        var few = model.SomeWords(10);
        Assert.InRange(few.Count, 8, 10);
        Assert.Equal(few.Distinct(), few);
        Assert.InRange(few.Count(word => string.CompareOrdinal(word, "w50") < 0), 3, 7);
    }

    private static void Equal(double decimalLogarithm, double actual) => Assert.Equal(decimalLogarithm * Math.Log(10), actual, 1e-6);
}
