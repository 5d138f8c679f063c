using AsrTrainer.Speech.LanguageModels;

namespace AsrTrainer.Speech.Tests.LanguageModels;

public sealed class PerplexityTests : IDisposable
{
    private readonly TemporaryModel files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Unknown_words_are_left_out_or_not_and_ends_of_sentences_count()
    {
        using var model = LanguageModelFile.Open(files.With(TemporaryModel.Small));
        var perplexity = new Perplexity(model);
        perplexity.Add(["a", "b"]);
        perplexity.Add([]);
        perplexity.Add(["a", "c", "b"]);

        // <s> a, <s> a b, b </s>; then <s> a, and after an unknown word b and b </s>.
        var known = (-0.6 - 0.05 - 0.75 - 0.8) + (-0.6 - 0.4 - 0.8);
        var unknown = -0.0625 - 0.25 - 1.2;
        Assert.Equal((2, 5, 1), (perplexity.Sentences, perplexity.Words, perplexity.UnknownWords));
        Assert.Equal(0.2, perplexity.UnknownShare);
        Assert.Equal(known, perplexity.LogProbability, 1e-6);
        Assert.Equal(Math.Pow(10, -known / 6), perplexity.WithoutUnknown, 1e-5);
        Assert.Equal(Math.Pow(10, -known / 4), perplexity.WithoutUnknownPerWord, 1e-5);
        Assert.Equal(Math.Pow(10, -(known + unknown) / 7), perplexity.WithUnknown!.Value, 1e-5);
    }

    [Fact]
    public void A_model_that_has_no_probability_for_unknown_words_has_no_perplexity_with_them()
    {
        using var model = LanguageModelFile.Open(files.With(TemporaryModel.Small
            .Replace("-1.2\t<unk>\n", "", StringComparison.Ordinal).Replace("1=5", "1=4", StringComparison.Ordinal)));
        var perplexity = new Perplexity(model);
        perplexity.Add(["c", null]);
        Assert.Null(perplexity.WithUnknown);
        Assert.Equal(2, perplexity.UnknownWords);
        Assert.Equal(Math.Pow(10, 1.1), perplexity.WithoutUnknown, 1e-5);
    }
}
