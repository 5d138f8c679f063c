using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Decoding;

/// <summary>
/// Words and phrases that the user expects to hear. They are found in a prefix as it grows by the automaton of Aho and Corasick (1975),
/// over phrases with a space before and behind, so that they are found as whole words only; an alphabet without a space has no words, and
/// they are found anywhere. Credit is counted in characters: each occurrence of a phrase earns its length, less that of the longest other
/// phrase which it begins with and which has earned its own. A phrase that has only begun is credited for what is there of it, and that
/// is taken back when it goes on otherwise. Immutable: may be used from any number of threads.
/// </summary>
public sealed class Hotwords
{
    private const int Nothing = 0;

    private readonly Dictionary<(int State, int Token), int> follows = [];
    private readonly List<Place> places = [default];
    private readonly HashSet<string> words = new(StringComparer.Ordinal);
    private readonly int space;

    /// <summary>Reads the phrases.</summary>
    /// <param name="alphabet">The model's alphabet.</param>
    /// <param name="phrases">In the form of normalised transcripts: words with single spaces between them.</param>
    /// <exception cref="UserFault">A phrase is empty or cannot be spelt in the alphabet, and so could never be heard.</exception>
    public Hotwords(Alphabet alphabet, IEnumerable<string> phrases)
    {
        ArgumentNullException.ThrowIfNull(alphabet);
        ArgumentNullException.ThrowIfNull(phrases);
        space = alphabet.TryEncode(" ", out var encoded) ? encoded[0] : Alphabet.Blank;
        string[] different = [.. phrases.Distinct(StringComparer.Ordinal)];
        string[] faults = [.. different.Select(phrase => Fault(alphabet, phrase)).OfType<string>()];
        if (faults.Length > 0)
        {
            throw new UserFault(ExitCode.Data, faults);
        }

        List<int> completed = [];
        foreach (var phrase in different)
        {
            completed.Add(Add(alphabet.Encode(phrase)));
            words.UnionWith(phrase.Split(' '));
        }

        Credit(completed);
        Start = space == Alphabet.Blank ? Nothing : Next(Nothing, space);
    }

    /// <summary>The state of the empty prefix.</summary>
    internal int Start { get; }

    /// <summary>Whether a word is one of the phrases, or in one.</summary>
    internal bool Contains(ReadOnlySpan<char> word) => words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    /// <summary>The credit that one token more brings, in characters; below 0 where credit is taken back.</summary>
    internal int Advance(int state, int token, out int next)
    {
        next = Next(state, token);
        return places[next].Earned + places[next].Begun - places[state].Begun;
    }

    /// <summary>The same for the end of the text, where nothing that has only begun is credited any more.</summary>
    internal int End(int state) => (space == Alphabet.Blank ? 0 : places[Next(state, space)].Earned) - places[state].Begun;

    private static string? Fault(Alphabet alphabet, string phrase)
    {
        if (phrase.Length == 0 || phrase != string.Join(' ', phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            return $"hotword \"{phrase}\": must be words with single spaces between them";
        }

        var unknown = phrase.Where(character => !alphabet.Contains(character)).Distinct().Select(CodePoint.Describe).ToArray();
        return unknown.Length == 0
            ? null
            : $"hotword \"{phrase}\": {string.Join(", ", unknown)} not in the model's alphabet \"{alphabet.Characters}\"; "
                + "write it as it is spoken";
    }

    // The state in which the phrase is complete.
    private int Add(ReadOnlySpan<int> phrase)
    {
        int[] path = space == Alphabet.Blank ? [.. phrase] : [space, .. phrase, space];
        var state = Nothing;
        foreach (var token in path)
        {
            if (!follows.TryGetValue((state, token), out var next))
            {
                next = places.Count;
                follows.Add((state, token), next);
                places.Add(new Place { Before = state, Token = token, Length = places[state].Length + 1 });
                places[state] = places[state] with { GoesOn = true };
            }

            state = next;
        }

        return state;
    }

    // Whatever a place falls back to is shorter.
    private void Credit(List<int> completed)
    {
        HashSet<int> complete = [.. completed];
        var edges = space == Alphabet.Blank ? 0 : 1;
        foreach (var state in Enumerable.Range(1, places.Count - 1).OrderBy(state => places[state].Length))
        {
            var place = places[state];
            var before = places[place.Before];
            place.Fallback = place.Before == Nothing ? Nothing : Next(before.Fallback, place.Token);
            place.Earned = places[place.Fallback].Earned;
            place.Counted = before.Counted;
            if (complete.Contains(state))
            {
                var length = place.Length - (2 * edges);
                place.Earned += length - place.Counted;
                place.Counted = length;
            }

            place.Begun = place.GoesOn ? place.Length - edges - place.Counted : places[place.Fallback].Begun;
            places[state] = place;
        }
    }

    private int Next(int state, int token)
    {
        int next;
        while (!follows.TryGetValue((state, token), out next) && state != Nothing)
        {
            state = places[state].Fallback;
        }

        return next;
    }

    /// <summary>A beginning of a phrase, with the space before it.</summary>
    private record struct Place
    {
        public int Before;
        public int Token;
        public int Length;
        public bool GoesOn;

        // The longest other beginning that this one ends in.
        public int Fallback;

        // Characters of phrases that are complete here.
        public int Earned;

        // Characters of the longest phrase that this one begins with, or is.
        public int Counted;

        // Characters after those; where nothing goes on, of the fallback.
        public int Begun;
    }
}
