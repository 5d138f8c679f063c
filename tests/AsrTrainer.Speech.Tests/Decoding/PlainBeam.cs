using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Tests.Decoding;

/// <summary>Hannun's algorithm as it is written down: dictionaries from texts to probabilities, all scored anew in each frame.</summary>
internal sealed class PlainBeam(Alphabet alphabet, BeamOptions options, EveryPath scores)
{
    public (string Text, double Score) Decode(float[] logProbs, int frames)
    {
        Dictionary<string, (double Blank, double Token)> beam = new() { [""] = (0, double.NegativeInfinity) };
        Dictionary<string, double> besides = [];
        for (var frame = 0; frame < frames; frame++)
        {
            var row = logProbs.AsSpan(frame * alphabet.Size, alphabet.Size).ToArray();
            Dictionary<string, (double Blank, double Token)> next = [];
            foreach (var (text, (blank, token)) in beam)
            {
                Add(next, text, LogSum(blank, token) + row[0], double.NegativeInfinity);
                foreach (var character in alphabet.Characters)
                {
                    var value = row[alphabet.Encode($"{character}")[0]];
                    var repeats = text.EndsWith(character);
                    if (repeats)
                    {
                        Add(next, text, double.NegativeInfinity, token + value);
                    }

                    if (value >= options.TokenThreshold || value == row.Max())
                    {
                        Add(next, text + character, double.NegativeInfinity, (repeats ? blank : LogSum(blank, token)) + value);
                    }
                }
            }

            beam = next
                .Where(one => Total(one.Value) > double.NegativeInfinity)
                .OrderByDescending(one => Total(one.Value) + Complete(one.Key, besides))
                .Take(options.Width)
                .ToDictionary();
        }

        return beam.Select(one => (one.Key, Total(one.Value) + scores.Besides(one.Key))).MaxBy(one => one.Item2);
    }

    // Of the words that are complete, without the end of the sentence: a sum, so that what stood before the last space is known.
    private double Complete(string text, Dictionary<string, double> known)
    {
        var end = text.LastIndexOf(' ') + 1;
        if (!known.TryGetValue(text[..end], out var score))
        {
            score = scores.Words(text[..end], out _);
            known.Add(text[..end], score);
        }

        return score;
    }

    private static void Add(Dictionary<string, (double Blank, double Token)> beam, string text, double blank, double token)
    {
        var before = beam.GetValueOrDefault(text, (double.NegativeInfinity, double.NegativeInfinity));
        beam[text] = (LogSum(before.Item1, blank), LogSum(before.Item2, token));
    }

    private static double Total((double Blank, double Token) one) => LogSum(one.Blank, one.Token);

    private static double LogSum(double x, double y) =>
        double.IsNegativeInfinity(x) ? y : double.IsNegativeInfinity(y) ? x : Math.Max(x, y) + Math.Log(1 + Math.Exp(-Math.Abs(x - y)));
}
