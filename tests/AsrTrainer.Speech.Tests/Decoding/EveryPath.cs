using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.LanguageModels;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Tests.Decoding;

/// <summary>Decoding by the definition: every path through the frames, every text that they give.</summary>
internal sealed class EveryPath(Alphabet alphabet, BeamOptions options, IWordModel? model, params string[] hotwords)
{
    /// <summary>All texts, the best first; of those with the same words the best.</summary>
    public IReadOnlyList<Hypothesis> Decode(float[] logProbs, int frames)
    {
        Dictionary<string, (double Sum, double Best, int[] Path)> texts = [];
        var path = new int[frames];
        do
        {
            var score = 0.0;
            for (var t = 0; t < frames; t++)
            {
                score += logProbs[(t * alphabet.Size) + path[t]];
            }

            var text = Text(path);
            var known = texts.GetValueOrDefault(text, (0, double.NegativeInfinity, []));
            texts[text] = (known.Item1 + Math.Exp(score), Math.Max(known.Item2, score), score > known.Item2 ? [.. path] : known.Item3);
        }
        while (Next(path));

        return
        [
            .. texts
                .Select(one => new Hypothesis(
                    one.Key, alphabet.Encode(one.Key), Math.Log(one.Value.Sum) + Besides(one.Key), Spans(one.Value.Path, logProbs)))
                .OrderByDescending(one => one.Score)
                .DistinctBy(one => string.Join(' ', WordsOf(one.Text))),
        ];
    }

    /// <summary>What a text scores besides its sound.</summary>
    public double Besides(string text)
    {
        var score = Words(text, out var state) + (options.HotwordBoost * Credit(text));
        return model is null ? score : score + (options.LanguageModelWeight * model.ScoreEnd(state));
    }

    /// <summary>What its words score, and the state of the language model behind them.</summary>
    public double Words(string text, out long state)
    {
        var score = 0.0;
        state = model?.Start ?? 0;
        foreach (var word in WordsOf(text))
        {
            score += options.WordBonus;
            if (model is not null)
            {
                var number = model.Find(word);
                score += options.LanguageModelWeight * model.Score(state, number, out state);
                score -= number == 0 && !hotwords.Any(phrase => phrase.Split(' ').Contains(word)) ? options.UnknownPenalty : 0;
            }
        }

        return score;
    }

    // Each occurrence of a phrase, less the longest other phrase that it begins with.
    private int Credit(string text)
    {
        var credit = 0;
        foreach (var phrase in hotwords)
        {
            var begun = hotwords.Where(other => phrase.StartsWith($"{other} ", StringComparison.Ordinal)).Select(other => other.Length);
            for (var at = 0; (at = $" {text} ".IndexOf($" {phrase} ", at, StringComparison.Ordinal)) >= 0; at++)
            {
                credit += phrase.Length - begun.Append(0).Max();
            }
        }

        return credit;
    }

    private static string[] WordsOf(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private bool Next(int[] path)
    {
        for (var t = 0; t < path.Length; t++)
        {
            if (++path[t] < alphabet.Size)
            {
                return true;
            }

            path[t] = 0;
        }

        return false;
    }

    private string Text(int[] path) =>
        alphabet.Decode([.. path.Where((token, t) => token != Alphabet.Blank && (t == 0 || token != path[t - 1]))]);

    private TokenSpan[] Spans(int[] path, float[] logProbs)
    {
        List<TokenSpan> spans = [];
        for (var t = 0; t < path.Length; t++)
        {
            var confidence = Math.Exp(logProbs[(t * alphabet.Size) + path[t]]);
            if (path[t] != Alphabet.Blank && t > 0 && path[t] == path[t - 1])
            {
                spans[^1] = new TokenSpan(spans[^1].FirstFrame, t + 1, Math.Max(spans[^1].Confidence, confidence));
            }
            else if (path[t] != Alphabet.Blank)
            {
                spans.Add(new TokenSpan(t, t + 1, confidence));
            }
        }

        return [.. spans];
    }
}
