using System.Collections.Concurrent;
using AsrTrainer.Speech.LanguageModels;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Decoding;

/// <summary>
/// CTC prefix beam search in log space (Graves 2012, section 7.5.3; Hannun et al. 2014, algorithm 1). A hypothesis' score is
/// <code>
/// ln p(text | sound)                          the sum over all paths that give the text, of those that the search followed
///   + weight · ln p(words, end of sentence)   by the language model, if there is one; not below -100 for a word
///   + bonus · number of words
///   - penalty · number of words that neither the language model nor a hotword knows
///   + boost · characters of hotwords          see <see cref="Hotwords"/>
/// </code>
/// A word is what stands between spaces, and is scored when it is complete. After each frame the best prefixes are kept; with a beam as
/// wide as the number of prefixes, and no token pruned, the result is exact. Of equally good ones the first found is taken. The spans of a
/// hypothesis are those of the likeliest single path that gives it. May be used from any number of threads.
/// </summary>
public sealed class BeamDecoder : ICtcDecoder
{
    private readonly Alphabet alphabet;
    private readonly BeamOptions options;
    private readonly IWordModel? model;
    private readonly Hotwords? hotwords;
    private readonly ConcurrentBag<BeamSearch> idle = [];

    /// <param name="alphabet">The tokens; index 0 is the blank.</param>
    /// <param name="options">Valid ones.</param>
    /// <param name="model">Which words follow which; null to go by sound.</param>
    /// <param name="hotwords">Words that are expected; null for none.</param>
    public BeamDecoder(Alphabet alphabet, BeamOptions options, IWordModel? model = null, Hotwords? hotwords = null)
    {
        ArgumentNullException.ThrowIfNull(alphabet);
        ArgumentNullException.ThrowIfNull(options);
        foreach (var problem in options.Validate())
        {
            throw new ArgumentException($"{problem.Property} {problem.Problem}", nameof(options));
        }

        this.alphabet = alphabet;
        this.options = options;
        this.model = model;
        this.hotwords = hotwords;
    }

    /// <inheritdoc/>
    public Hypothesis Decode(ReadOnlySpan<float> logProbs, int frames)
    {
        DecoderInput.Require(logProbs, frames, alphabet.Size);
        var search = idle.TryTake(out var known)
            ? known
            : new BeamSearch(alphabet.Size, options, new PrefixScores(alphabet, options, model, hotwords));
        search.Run(logProbs, frames);
        var best = Best(search);
        idle.Add(search);
        return best[0] with { Alternatives = best[1..] };
    }

    // Texts that differ in spaces alone are the same words: the best of them stands for all.
    private Hypothesis[] Best(BeamSearch search)
    {
        var found = search.Beam;
        var scores = new double[found.Length];
        for (var i = 0; i < found.Length; i++)
        {
            scores[i] = search.FinalScore(found[i]);
        }

        List<Hypothesis> best = [];
        HashSet<string> words = [];
        foreach (var place in Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]))
        {
            var (tokens, spans) = search.Trace(found[place]);
            var text = alphabet.Decode(tokens);
            if (words.Add(string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries))))
            {
                best.Add(new Hypothesis(text, tokens, scores[place], spans));
            }

            if (best.Count == options.Hypotheses)
            {
                break;
            }
        }

        return [.. best];
    }
}
