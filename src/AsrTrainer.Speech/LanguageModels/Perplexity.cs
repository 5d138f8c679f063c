namespace AsrTrainer.Speech.LanguageModels;

/// <summary>
/// How well a model predicts a text. Each sentence begins after the mark of its start, and its end is predicted like a word. As SRILM and
/// KenLM count, perplexity is 10^(-L / N): with unknown words left out of the logarithms L and of the number N, or with them where the
/// model gives them a probability of its own. They stay in the context of the words after them.
/// </summary>
public sealed class Perplexity(NGramModel model)
{
    private double known;
    private double unknown;

    /// <summary>The number of sentences.</summary>
    public long Sentences { get; private set; }

    /// <summary>The number of words, without ends of sentences.</summary>
    public long Words { get; private set; }

    /// <summary>The number of words that the model does not know.</summary>
    public long UnknownWords { get; private set; }

    /// <summary>The share of words that the model does not know, 0 to 1; 0 without words.</summary>
    public double UnknownShare => Words == 0 ? 0 : (double)UnknownWords / Words;

    /// <summary>The decimal logarithm of the probability of everything but the unknown words.</summary>
    public double LogProbability => known / Math.Log(10);

    /// <summary>Perplexity without unknown words; NaN without sentences.</summary>
    public double WithoutUnknown => Math.Exp(-known / (Words - UnknownWords + Sentences));

    /// <summary>
    /// The same with the ends of sentences predicted but not counted, as SRILM's ppl1; infinite without known words.
    /// </summary>
    public double WithoutUnknownPerWord => Math.Exp(-known / (Words - UnknownWords));

    /// <summary>Perplexity with unknown words; null where the model has no probability for them.</summary>
    public double? WithUnknown => model.KnowsUnknown ? Math.Exp(-(known + unknown) / (Words + Sentences)) : null;

    /// <summary>Adds a sentence; one without words is left out.</summary>
    /// <param name="sentence">Its words; null is an unknown one.</param>
    public void Add(IReadOnlyCollection<string?> sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        if (sentence.Count == 0)
        {
            return;
        }

        var state = model.Start;
        foreach (var word in sentence)
        {
            var number = model.Find(word ?? WordTable.Unknown);
            var score = model.Score(state, number, out state);
            Words++;
            if (model.IsUnknown(number))
            {
                UnknownWords++;
                unknown += score;
            }
            else
            {
                known += score;
            }
        }

        known += model.ScoreEnd(state);
        Sentences++;
    }
}
