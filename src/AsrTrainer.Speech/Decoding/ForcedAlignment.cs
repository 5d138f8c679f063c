using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Decoding;

/// <summary>
/// Finds where a known text is said: the likeliest of all CTC paths that give exactly this text (Viterbi). Among equals a path is
/// preferred that stays where it is. For T frames and N tokens it takes 2 N (T - N) steps at most, and memory for about 8 N √T bytes: scores
/// are kept at the starts of blocks of frames only, and the way through a block is found again from there, the last block first.
/// </summary>
/// <param name="alphabet">The tokens; index 0 is the blank.</param>
public sealed class ForcedAlignment(Alphabet alphabet)
{
    // What a pair of states takes at the start of a block, in bytes; inside a block it is one at each frame.
    private const int BytesOfScores = 16;

    /// <summary>Aligns one utterance. The score of the hypothesis is the log-probability of the path.</summary>
    /// <param name="logProbs">Log-probabilities, frames × vocabulary, row-major. What follows the valid frames is not read.</param>
    /// <param name="frames">The valid frames.</param>
    /// <param name="text">In characters of the alphabet; where it is empty, all is blank.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="UserFault">
    /// With <see cref="ExitCode.Data"/>: the text has other characters, or does not fit into the frames; with
    /// <see cref="ExitCode.Model"/>: the model gave NaN, or gives all paths the probability 0.
    /// </exception>
    public Hypothesis Align(ReadOnlySpan<float> logProbs, int frames, string text, CancellationToken cancellation = default)
    {
        DecoderInput.Require(logProbs, frames, alphabet.Size);
        var tokens = alphabet.Encode(text);
        if (CtcFeasibility.RequiredFrames(tokens) is var needed && needed > frames)
        {
            throw new UserFault(
                ExitCode.Data,
                $"the text has {tokens.Length} characters and needs {needed} frames of the model, one each and one between equal "
                + $"neighbours; the audio has {frames}: is it the text of this audio?");
        }

        return new Search(logProbs, frames, alphabet.Size, tokens).Best(text, cancellation);
    }

    private readonly ref struct Search(ReadOnlySpan<float> logProbs, int frames, int vocabulary, int[] tokens)
    {
        private readonly ReadOnlySpan<float> logProbs = logProbs;
        private readonly CtcTrellis trellis = new(tokens, frames);
        private readonly int block = Math.Max(1, (int)Math.Sqrt((double)BytesOfScores * frames));

        public Hypothesis Best(string text, CancellationToken cancellation)
        {
            var columns = Forwards(cancellation);
            var score = trellis.Score;
            if (double.IsNegativeInfinity(score))
            {
                throw new UserFault(ExitCode.Model, "The model gives the text the probability 0 in this audio: is it the text of this audio?");
            }

            return new Hypothesis(text, tokens, score, Backwards(columns, cancellation));
        }

        /// <summary>The scores at the start of each block.</summary>
        private List<double[]> Forwards(CancellationToken cancellation)
        {
            List<double[]> columns = [];
            var choices = new byte[tokens.Length + 1];
            for (var frame = 0; frame < frames; frame++)
            {
                if (frame % block == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    columns.Add(trellis.Save(frame));
                }

                var row = Row(frame);
                RequireNumbers(row, frame);
                trellis.Step(row, frame, choices);
            }

            return columns;
        }

        private TokenSpan[] Backwards(List<double[]> columns, CancellationToken cancellation)
        {
            var spans = new TokenSpan[tokens.Length];
            var choices = new byte[Math.Min(block, frames)][];
            var (pair, isToken) = trellis.EndsInToken ? (tokens.Length - 1, true) : (tokens.Length, false);
            for (var last = columns.Count - 1; last >= 0; last--)
            {
                cancellation.ThrowIfCancellationRequested();
                var (start, end) = (last * block, Math.Min(frames, (last + 1) * block));
                trellis.Restore(start, columns[last]);
                for (var frame = start; frame < end; frame++)
                {
                    trellis.Step(Row(frame), frame, choices[frame - start] ??= new byte[tokens.Length + 1]);
                }

                for (var frame = end - 1; frame >= start; frame--)
                {
                    if (isToken)
                    {
                        spans[pair] = WithFrame(spans[pair], frame, Math.Exp(Row(frame)[tokens[pair]]));
                    }

                    var choice = choices[frame - start][pair - trellis.Pairs(frame).First];
                    (pair, isToken) = CtcTrellis.Before(pair, isToken, choice);
                }
            }

            return spans;
        }

        private ReadOnlySpan<float> Row(int frame) => logProbs.Slice(frame * vocabulary, vocabulary);
    }

    private static TokenSpan WithFrame(TokenSpan span, int frame, double confidence) =>
        new(frame, span.EndFrame == 0 ? frame + 1 : span.EndFrame, Math.Max(span.Confidence, confidence));

    private static void RequireNumbers(ReadOnlySpan<float> row, int frame)
    {
        for (var token = 0; token < row.Length; token++)
        {
            if (float.IsNaN(row[token]))
            {
                throw DecoderInput.NotANumber(frame, token);
            }
        }
    }
}
