using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Corpora;

/// <summary>
/// Looks at every utterance before anything is trained or scored: normalises its transcript and drops, names and counts what cannot be
/// used. A corpus that is unusable to a larger share than allowed is refused.
/// </summary>
public sealed class CorpusCheck
{
    private const int ShownOfEachKind = 20;
    private const int CharactersShown = 20;

    private readonly CorpusCheckOptions options;
    private readonly List<Utterance> kept = [];
    private readonly List<DroppedUtterance> dropped = [];
    private readonly UnknownCharacters unknown;
    private long tooShort;
    private long tooLong;

    private CorpusCheck(CorpusCheckOptions options)
    {
        this.options = options;
        unknown = new UnknownCharacters(options.Alphabet);
    }

    /// <summary>Checks a corpus, holding nothing of it but what is kept or named.</summary>
    /// <param name="name">What messages call the corpus: its path, or its name in the configuration.</param>
    /// <param name="utterances">As <see cref="CorpusReader"/> gives them.</param>
    /// <param name="options">What is allowed.</param>
    /// <exception cref="UserFault">Too much cannot be used, or nothing can.</exception>
    public static CheckedCorpus Run(string name, IEnumerable<Utterance> utterances, CorpusCheckOptions options)
    {
        ArgumentNullException.ThrowIfNull(utterances);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate().FirstOrDefault() is { Problem: not null } problem)
        {
            throw new ArgumentException($"{problem.Property} {problem.Problem}", nameof(options));
        }

        var check = new CorpusCheck(options);
        foreach (var utterance in utterances)
        {
            check.Add(utterance);
        }

        return check.Finish(name);
    }

    private void Add(Utterance utterance)
    {
        if (utterance.AudioFault is { } fault)
        {
            Drop(utterance, utterance.AudioIsMissing ? DropKind.MissingAudio : DropKind.UnreadableAudio, fault);
        }
        else if (utterance.TranscriptFault is { } empty)
        {
            Drop(utterance, DropKind.EmptyTranscript, empty);
        }
        else if (utterance.Seconds < options.MinSeconds)
        {
            tooShort++;
        }
        else if (utterance.Seconds > options.MaxSeconds)
        {
            tooLong++;
        }
        else
        {
            var normalized = options.Normalizer.Normalize(utterance.Transcript);
            AddTranscript(
                normalized == utterance.Transcript ? utterance : utterance with { Transcript = normalized }, utterance.Transcript);
        }
    }

    private void AddTranscript(Utterance utterance, string original)
    {
        if (utterance.Transcript.Length == 0)
        {
            Drop(utterance, DropKind.EmptyTranscript, $"nothing is left of the transcript \"{original}\"");
        }
        else if (!options.Alphabet.TryEncode(utterance.Transcript, out var tokens))
        {
            unknown.Add(utterance.Transcript, utterance.Id);
            Drop(utterance, DropKind.UnknownCharacters, $"{Strangers(utterance)} not in the alphabet \"{options.Alphabet.Characters}\"");
        }
        else if (options.Timing is { } timing && Shortfall(utterance.Seconds, tokens, timing) is { } shortfall)
        {
            Drop(utterance, DropKind.TooShortForTranscript, shortfall);
        }
        else
        {
            kept.Add(utterance);
        }
    }

    private void Drop(Utterance utterance, DropKind kind, string reason) =>
        dropped.Add(new DroppedUtterance(utterance.Id, utterance.AudioPath, kind, reason));

    private string Strangers(Utterance utterance)
    {
        var strangers = new UnknownCharacters(options.Alphabet);
        strangers.Add(utterance.Transcript, utterance.Id);
        return string.Join(", ", strangers.Found.Select(one => CodePoint.Describe(one.Character)));
    }

    private static string? Shortfall(double seconds, int[] tokens, FrameTiming timing)
    {
        var frames = timing.ModelFramesOfSamples(timing.SamplesForSeconds(seconds));
        var required = CtcFeasibility.RequiredFrames(tokens);
        return required <= frames
            ? null
            : $"{seconds:0.###} s of audio give {frames} model frames; the transcript's {tokens.Length} characters need {required}";
    }

    private CheckedCorpus Finish(string name)
    {
        var total = kept.Count + dropped.Count;
        if (kept.Count == 0 || dropped.Count > options.MaxDroppedShare * total)
        {
            throw new UserFault(ExitCode.Data, Problems(name, total));
        }

        return new CheckedCorpus(name, kept, dropped)
        {
            TooShort = tooShort,
            TooLong = tooLong,
            MaxDroppedShare = options.MaxDroppedShare,
            UnknownCharacters = unknown.Found,
        };
    }

    private List<string> Problems(string name, int total)
    {
        if (total == 0)
        {
            return
            [
                $"{name}: no utterance is left: {tooShort} are shorter than {options.MinSeconds} s and {tooLong} longer than "
                + $"{options.MaxSeconds} s; widen these limits",
            ];
        }

        List<string> problems =
        [
            $"{name}: {dropped.Count} of {total} utterances ({100.0 * dropped.Count / total:0.##} %) cannot be used; at most "
            + $"{100 * options.MaxDroppedShare:0.##} % may be dropped; mend them, or allow a larger share",
        ];
        foreach (var kind in dropped.GroupBy(one => one.Kind).OrderBy(group => group.Key))
        {
            var first = kind.Count() > ShownOfEachKind ? $", the first {ShownOfEachKind}" : "";
            problems.Add($"{name}: {kind.Count()} with {CheckedCorpus.Words(kind.Key)}{first}:");
            problems.AddRange(kind.Take(ShownOfEachKind).Select(one => $"  {one.Id} ({one.Path}): {one.Reason}"));
        }

        if (!unknown.IsEmpty)
        {
            problems.Add($"{name}: characters outside the alphabet \"{options.Alphabet.Characters}\":");
            problems.AddRange(unknown.Format().Split(Environment.NewLine).Take(CharactersShown).Select(line => "  " + line));
            if (unknown.Found.Count > CharactersShown)
            {
                problems.Add($"  and {unknown.Found.Count - CharactersShown} other characters");
            }
        }

        return problems;
    }
}
