using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Decoding;

/// <summary>
/// The search of a <see cref="BeamDecoder"/> over one utterance after another, on one thread. Its arrays grow and are used again: a frame
/// allocates nothing.
/// </summary>
internal sealed class BeamSearch
{
    private readonly int width;
    private readonly float threshold;
    private readonly PrefixScores scores;
    private readonly PrefixTrie trie = new();
    private readonly LinkedPool<SpanNode> spans = new();
    private readonly Cut cut = new();
    private readonly int[] tokens;
    private int tokenCount;
    private BeamEntry[] beam = new BeamEntry[64];
    private BeamEntry[] following = new BeamEntry[64];
    private int count;
    private Extension[] extensions = new Extension[256];
    private int extensionCount;
    private double[] ranks = new double[256];

    /// <param name="vocabulary">The tokens with the blank.</param>
    /// <param name="options">Width and threshold.</param>
    /// <param name="scores">What prefixes are worth; for this search alone.</param>
    public BeamSearch(int vocabulary, BeamOptions options, PrefixScores scores)
    {
        width = options.Width;
        threshold = (float)options.TokenThreshold;
        this.scores = scores;
        tokens = new int[vocabulary];
    }

    /// <summary>The prefixes that are left, in no order.</summary>
    public ReadOnlySpan<BeamEntry> Beam => beam.AsSpan(0, count);

    /// <summary>Goes through the frames of an utterance.</summary>
    public void Run(ReadOnlySpan<float> logProbs, int frames)
    {
        Begin();
        for (var frame = 0; frame < frames; frame++)
        {
            var row = logProbs.Slice(frame * tokens.Length, tokens.Length);
            FindTokens(row, frame);
            Stay(row, frame);
            Extend(row, frame);
            Keep(frame);
            Sweep();
        }
    }

    /// <summary>The score of a prefix that is left, with all that is known at the end.</summary>
    public double FinalScore(in BeamEntry entry) => entry.Total + scores.Whole(trie, entry.Node);

    /// <summary>The tokens of a prefix, and where its likeliest path gives them.</summary>
    public (int[] Tokens, TokenSpan[] Spans) Trace(in BeamEntry entry)
    {
        var length = 0;
        for (var node = entry.Node; node > 0; node = trie[node].Before)
        {
            length++;
        }

        var found = new int[length];
        var where = new TokenSpan[length];
        var path = entry.BestPath;
        var before = path.Before;
        for (var (i, node) = (length - 1, entry.Node); i >= 0; i--, node = trie[node].Before)
        {
            found[i] = trie[node].Token;
            if (i == length - 1)
            {
                where[i] = new TokenSpan(path.FirstFrame, path.EndFrame, Math.Exp(path.Peak));
            }
            else
            {
                var span = spans[before];
                where[i] = new TokenSpan(span.FirstFrame, span.EndFrame, Math.Exp(span.Peak));
                before = span.Before;
            }
        }

        return (found, where);
    }

    private void Begin()
    {
        trie.Begin(scores.Empty);
        spans.Clear();
        beam[0] = new BeamEntry
        {
            Token = double.NegativeInfinity,
            BlankPath = new SpannedPath { Before = -1 },
            TokenPath = new SpannedPath { Before = -1, Score = double.NegativeInfinity },
        };
        count = 1;
    }

    // The tokens that may begin in the frame.
    private void FindTokens(ReadOnlySpan<float> row, int frame)
    {
        tokenCount = 0;
        var best = Alphabet.Blank;
        for (var token = 0; token < row.Length; token++)
        {
            var value = row[token];
            if (!(value < float.PositiveInfinity))
            {
                throw DecoderInput.NotANumber(frame, token);
            }

            best = value > row[best] ? token : best;
            if (value >= threshold && token != Alphabet.Blank)
            {
                tokens[tokenCount++] = token;
            }
        }

        if (tokenCount == 0 && best != Alphabet.Blank)
        {
            tokens[tokenCount++] = best;
        }
    }

    // Prefixes that the frame does not change: it is a blank, or their last token goes on.
    private void Stay(ReadOnlySpan<float> row, int frame)
    {
        Grow(ref following, count);
        for (var i = 0; i < count; i++)
        {
            ref var from = ref beam[i];
            ref var to = ref following[i];
            to.Node = from.Node;
            to.Blank = from.Total + row[Alphabet.Blank];
            to.BlankPath = from.BestPath;
            to.BlankPath.Score += row[Alphabet.Blank];
            var last = trie[from.Node].Token;
            var value = last == Alphabet.Blank ? float.NegativeInfinity : row[last];
            to.Token = from.Token + value;
            to.TokenPath = from.TokenPath;
            to.TokenPath.Score += value;
            to.TokenPath.EndFrame = frame + 1;
            to.TokenPath.Peak = Math.Max(to.TokenPath.Peak, value);
        }
    }

    // Prefixes that the frame makes longer. One that is in the beam already gets these paths as well.
    private void Extend(ReadOnlySpan<float> row, int frame)
    {
        Grow(ref extensions, count * tokenCount);
        extensionCount = 0;
        for (var i = 0; i < count; i++)
        {
            ref var from = ref beam[i];
            var last = trie[from.Node].Token;
            for (var t = 0; t < tokenCount; t++)
            {
                var token = tokens[t];

                // After itself a token begins anew only behind a blank.
                var score = (token == last ? from.Blank : from.Total) + row[token];
                if (double.IsNegativeInfinity(score))
                {
                    continue;
                }

                var node = trie.Find(from.Node, token);
                if (node > 0 && trie[node].Slot >= 0)
                {
                    ref var to = ref following[trie[node].Slot];
                    to.Token = LogSum(to.Token, score);
                    if (Source(from, token == last).Score + row[token] > to.TokenPath.Score)
                    {
                        to.TokenPath = Longer(from, token == last, row[token], frame);
                    }
                }
                else
                {
                    var bonus = node > 0 ? trie[node].Bonus : scores.Extend(trie, from.Node, token).Bonus;
                    extensions[extensionCount++] = new Extension(i, token, node, row[token], score, score + bonus);
                }
            }
        }
    }

    // The best of both kinds, in the order in which they were found.
    private void Keep(int frame)
    {
        var all = count + extensionCount;
        Grow(ref ranks, all);
        for (var i = 0; i < count; i++)
        {
            ref var to = ref following[i];
            to.Total = LogSum(to.Blank, to.Token);
            ranks[i] = to.Total + trie[to.Node].Bonus;
        }

        for (var e = 0; e < extensionCount; e++)
        {
            ranks[count + e] = extensions[e].Rank;
        }

        cut.Find(ranks.AsSpan(0, all), width);
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            var stays = cut.Passes(ranks[i]);
            trie[following[i].Node].Slot = stays ? kept : -1;
            if (stays)
            {
                following[kept++] = following[i];
            }
        }

        Grow(ref following, Math.Min(all, width));
        for (var e = 0; e < extensionCount; e++)
        {
            if (cut.Passes(extensions[e].Rank))
            {
                following[kept] = Begun(extensions[e], frame);
                trie[following[kept].Node].Slot = kept;
                kept++;
            }
        }

        (beam, following, count) = (following, beam, kept);
    }

    private BeamEntry Begun(in Extension extension, int frame)
    {
        ref var from = ref beam[extension.From];
        var path = Longer(from, trie[from.Node].Token == extension.Token, extension.Value, frame);
        return new BeamEntry
        {
            Node = extension.Node > 0 ? extension.Node : trie.Add(scores.Extend(trie, from.Node, extension.Token)),
            Blank = double.NegativeInfinity,
            Token = extension.Score,
            Total = extension.Score,
            TokenPath = path,
            BlankPath = path with { Score = double.NegativeInfinity },
        };
    }

    private static SpannedPath Source(in BeamEntry from, bool isRepeated) => isRepeated ? from.BlankPath : from.BestPath;

    // The likeliest path of a prefix, with one token more.
    private SpannedPath Longer(in BeamEntry from, bool isRepeated, float value, int frame)
    {
        var path = Source(from, isRepeated);
        var before = from.Node == 0
            ? -1
            : spans.Add(new SpanNode { Before = path.Before, FirstFrame = path.FirstFrame, EndFrame = path.EndFrame, Peak = path.Peak });
        return new SpannedPath
        {
            Score = path.Score + value,
            Before = before,
            FirstFrame = frame,
            EndFrame = frame + 1,
            Peak = value,
        };
    }

    private void Sweep()
    {
        var entries = beam.AsSpan(0, count);
        if (trie.IsFull)
        {
            trie.Sweep(entries);
        }

        if (spans.IsFull)
        {
            spans.BeginMarking();
            foreach (ref var entry in entries)
            {
                spans.Mark(entry.BlankPath.Before);
                spans.Mark(entry.TokenPath.Before);
            }

            spans.Sweep();
            foreach (ref var entry in entries)
            {
                entry.BlankPath.Before = spans.Moved(entry.BlankPath.Before);
                entry.TokenPath.Before = spans.Moved(entry.TokenPath.Before);
            }
        }
    }

    // ln(exp x + exp y)
    private static double LogSum(double x, double y)
    {
        var (more, less) = x > y ? (x, y) : (y, x);

        // Below this it changes no digit; also where both are minus infinity.
        return less - more > -40 ? more + Math.Log(1 + Math.Exp(less - more)) : more;
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            Array.Resize(ref array, Math.Max(length, 2 * array.Length));
        }
    }

    /// <summary>A prefix in the beam with a token more.</summary>
    /// <param name="From">The prefix' place in the beam.</param>
    /// <param name="Token">The token.</param>
    /// <param name="Node">Where the longer prefix is known already; 0 where it is not.</param>
    /// <param name="Value">The token's log-probability in this frame.</param>
    /// <param name="Score">The log-probability of the frames so far.</param>
    /// <param name="Rank">That, and what the longer prefix is worth.</param>
    private readonly record struct Extension(int From, int Token, int Node, float Value, double Score, double Rank);
}
