using AsrTrainer.Speech.LanguageModels;

namespace AsrTrainer.Speech.Tests.Decoding;

/// <summary>
/// A bigram model of a few words with random probabilities; word 0 is the unknown one. The state is the last word's number.
/// </summary>
internal sealed class FewWords : IWordModel
{
    private readonly string[] _words;
    private readonly double[,] _scores;

    public FewWords(int seed, params string[] words)
    {
        var random = new Random(seed);
        _words = ["<unk>", .. words];
        var count = _words.Length + 1;
        _scores = new double[count, count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                _scores[i, j] = Math.Log(random.NextDouble());
            }
        }
    }

    public long Start => _words.Length;

    public int Find(ReadOnlySpan<char> word)
    {
        for (var i = 1; i < _words.Length; i++)
        {
            if (word.SequenceEqual(_words[i]))
            {
                return i;
            }
        }

        return 0;
    }

    public bool IsUnknown(int word) => word == 0;

    public double Score(long state, int word, out long next)
    {
        next = word;
        return _scores[state, word];
    }

    public double ScoreEnd(long state) => _scores[state, _words.Length];
}
