using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Decoding;

/// <summary>
/// Weighs the words of an alignment by what the model hears in their place. A path that must give a text gives it somewhere, and passes
/// over all else: the first letter of a word may lie in one place and the others seconds later, each where the model is sure of it. So the
/// characters count that the model hears inside a word and that are not the word's.
/// </summary>
public static class HeardBesides
{
    /// <summary>
    /// The same words, the confidence of each being the geometric mean over its characters and over those that the model hears between its
    /// first frame and its last without their being on the path: each of these counts with the least posterior of the path in its frames.
    /// A word in which nothing else is heard keeps its confidence.
    /// </summary>
    /// <param name="words">Of the path, as <see cref="WordTimes"/> gives them.</param>
    /// <param name="path">What <see cref="ForcedAlignment"/> found.</param>
    /// <param name="logProbs">What it found it in, frames × vocabulary, row-major.</param>
    /// <param name="vocabulary">The number of tokens, the blank among them.</param>
    public static IReadOnlyList<TimedWord> Weigh(
        IReadOnlyList<TimedWord> words, Hypothesis path, ReadOnlySpan<float> logProbs, int vocabulary)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(path);
        var weighed = new TimedWord[words.Count];
        var first = 0;
        for (var i = 0; i < words.Count; i++)
        {
            while (char.IsWhiteSpace(path.Text[first]))
            {
                first++;
            }

            var end = first + words[i].Characters.Count;
            var besides = Besides(path, first, end, logProbs, vocabulary);
            weighed[i] = words[i] with
            {
                Confidence = Math.Exp(words[i].Characters.Select(one => Math.Log(one.Confidence)).Concat(besides).Average()),
            };
            first = end;
        }

        return weighed;
    }

    /// <summary>
    /// The logarithms for what is heard besides in the word of the tokens from <paramref name="first"/> to before <paramref name="end"/>.
    /// </summary>
    private static List<double> Besides(Hypothesis path, int first, int end, ReadOnlySpan<float> logProbs, int vocabulary)
    {
        List<double> besides = [];
        var (token, before) = (first, Alphabet.Blank);
        for (var frame = path.Spans[first].FirstFrame; frame < path.Spans[end - 1].EndFrame; frame++)
        {
            token += frame == path.Spans[token].EndFrame ? 1 : 0;
            var given = frame < path.Spans[token].FirstFrame ? Alphabet.Blank : path.Tokens[token];
            var row = logProbs.Slice(frame * vocabulary, vocabulary);
            var heard = Likeliest(row);
            if (heard == Alphabet.Blank || heard == given)
            {
                before = Alphabet.Blank;
            }
            else if (heard == before)
            {
                besides[^1] = Math.Min(besides[^1], row[given]);
            }
            else
            {
                besides.Add(row[given]);
                before = heard;
            }
        }

        return besides;
    }

    private static int Likeliest(ReadOnlySpan<float> row)
    {
        var best = 0;
        for (var token = 1; token < row.Length; token++)
        {
            best = row[token] > row[best] ? token : best;
        }

        return best;
    }
}
