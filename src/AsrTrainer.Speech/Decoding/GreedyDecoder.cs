using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Decoding;

/// <summary>
/// Best-path decoding of CTC (Graves et al. 2006, section 3.2): the likeliest token of every frame, repeats joined, blanks
/// dropped. The score is the log-probability of that path, which is at most the probability of the text.
/// </summary>
/// <param name="alphabet">The tokens; index 0 is the blank.</param>
public sealed class GreedyDecoder(Alphabet alphabet) : ICtcDecoder
{
    private const int Blank = Alphabet.Blank;

    /// <inheritdoc/>
    public Hypothesis Decode(ReadOnlySpan<float> logProbs, int frames)
    {
        var vocabulary = alphabet.Size;
        DecoderInput.Require(logProbs, frames, vocabulary);
        List<int> tokens = [];
        List<TokenSpan> spans = [];
        double score = 0;
        var previous = Blank;
        for (var frame = 0; frame < frames; frame++)
        {
            var row = logProbs.Slice(frame * vocabulary, vocabulary);
            var best = Likeliest(row, frame);
            score += row[best];
            if (best != Blank)
            {
                var confidence = Math.Exp(row[best]);
                if (best != previous)
                {
                    tokens.Add(best);
                    spans.Add(new TokenSpan(frame, frame + 1, confidence));
                }
                else
                {
                    spans[^1] = spans[^1] with { EndFrame = frame + 1, Confidence = Math.Max(spans[^1].Confidence, confidence) };
                }
            }

            previous = best;
        }

        int[] decoded = [.. tokens];
        return new Hypothesis(alphabet.Decode(decoded), decoded, score, spans);
    }

    /// <summary>The first index with the greatest value.</summary>
    private static int Likeliest(ReadOnlySpan<float> row, int frame)
    {
        var best = 0;
        for (var token = 0; token < row.Length; token++)
        {
            if (float.IsNaN(row[token]))
            {
                throw DecoderInput.NotANumber(frame, token);
            }

            best = row[token] > row[best] ? token : best;
        }

        return best;
    }
}
