using AsrTrainer.Speech.LanguageModels;

namespace AsrTrainer.Speech.Tests.LanguageModels;

public sealed class KneserNeyTests : IDisposable
{
    private readonly TemporaryModel files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Discounts_are_those_of_Chen_and_Goodman()
    {
        // Y = 10 / (10 + 2 * 5) = 0.5
        Assert.Equal(new Discounts(0.5, 0.8, 1.5, AreEstimated: true), Discounts.Of([10, 5, 4, 3]));
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(3, 0, 1, 1)]
    [InlineData(3, 1, 0, 1)]
    [InlineData(3, 2, 1, 0)]
    [InlineData(1, 1, 9, 1)]
    public void Where_counts_do_not_give_discounts_there_are_fixed_ones(long n1, long n2, long n3, long n4) =>
        Assert.Equal(new Discounts(0.5, 1, 1.5, AreEstimated: false), Discounts.Of([n1, n2, n3, n4]));

    [Fact]
    public void A_model_of_three_sentences_is_the_one_computed_by_hand()
    {
        using var model = Build(["a b", "a b", "a c"], new LanguageModelOptions { Order = 2 }, "m.arpa");

        // Discounts 0.5, 1, 1.5. Different words before: a 1, b 1, c 1, </s> 2; of these 2.5 of 5 are taken and shared by five words.
        Near(0.2, model, [], "a");
        Near(0.2, model, [], "b");
        Near(0.1, model, [], "nothing");
        Near(0.3, model, [], null);

        // After the start three times a: 1.5 is taken. After a twice b and once c: 1.5 is taken of 3. After b and c half.
        Near(0.5 + (0.5 * 0.2), model, ["<s>"], "a");
        Near((1 / 3.0) + (0.5 * 0.2), model, ["a"], "b");
        Near((0.5 / 3) + (0.5 * 0.2), model, ["a"], "c");
        Near(0.5 * 0.3, model, ["a"], null);
        Near(0.5 * 0.1, model, ["a"], "nothing");
        Near(0.5 + (0.5 * 0.3), model, ["b"], null);
        Near(0.5 + (0.5 * 0.3), model, ["c"], null);
    }

    [Theory]
    [InlineData(2, 0, 1)]
    [InlineData(3, 0, 1)]
    [InlineData(3, 1, 2)]
    [InlineData(4, 0, 3)]
    [InlineData(5, 0, 4)]
    [InlineData(5, 2, 5)]
    public void Every_probability_is_that_of_the_formulas_and_all_after_a_context_sum_to_one(int order, int prune, int seed)
    {
        var text = RandomText(seed);
        var formulas = new KneserNeyFormulas([.. text.Select(line => line.Split(' '))], order, prune);
        var options = new LanguageModelOptions { Order = order, Prune = [prune] };
        using var model = Build(text, options, "m.arpa");
        Assert.Contains(Enumerable.Range(1, order), length => formulas.Discounts(length)[0] != 0.5);
        foreach (var context in formulas.Contexts.Append([]).Append(["w0", "w0", "w0"]))
        {
            var sum = 0.0;
            foreach (var word in formulas.Words)
            {
                var expected = formulas.Probability(context, word);
                Near(expected, model, context, word == "</s>" ? null : word);
                sum += expected;
            }

            Assert.Equal(1, sum, 1e-9);
        }
    }

    [Fact]
    public void Leaving_out_rare_n_grams_makes_a_model_smaller()
    {
        var text = RandomText(7);
        using var whole = Build(text, new LanguageModelOptions(), "whole.arpa");
        using var pruned = Build(text, new LanguageModelOptions { Prune = [0, 1] }, "pruned.arpa");
        Assert.Equal(whole.Sizes.Take(2), pruned.Sizes.Take(2));
        Assert.True(pruned.Sizes[2] > 0 && pruned.Sizes[2] < whole.Sizes[2] / 2, string.Join(' ', pruned.Sizes));
    }

    private NGramModel Build(IEnumerable<string> text, LanguageModelOptions options, string name)
    {
        var builder = new LanguageModelBuilder(options);
        foreach (var line in text)
        {
            builder.Add(line.Split(' '));
        }

        builder.Build().Write(files.PathOf(name));
        return LanguageModelFile.Open(files.PathOf(name));
    }

    // Words as unequal in frequency as those of languages, so that all counts occur.
    private static string[] RandomText(int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, 40).Select(_ => string.Join(
                ' ', Enumerable.Range(0, random.Next(1, 8)).Select(_ => $"w{(int)(12 * Math.Pow(random.NextDouble(), 3))}"))),
        ];
    }

    // ARPA has six decimals of logarithms. No word stands for the end of the sentence.
    private static void Near(double expected, NGramModel model, string[] context, string? word)
    {
        // A word that nothing begins with leads to the empty context.
        var unknown = model.Find("?");
        _ = model.Score(model.Start, unknown, out var state);
        foreach (var before in context)
        {
            if (before == "<s>")
            {
                state = model.Start;
            }
            else
            {
                _ = model.Score(state, model.Find(before), out state);
            }
        }

        var logarithm = word is null ? model.ScoreEnd(state) : model.Score(state, model.Find(word), out _);
        Assert.Equal(Math.Log(expected), logarithm, 1e-5);
    }
}
