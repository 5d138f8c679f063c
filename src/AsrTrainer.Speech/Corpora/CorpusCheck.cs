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
    private readonly string name;
    private readonly CorpusCheckOptions options;
    private readonly List<Utterance> kept = [];
    private readonly List<DroppedUtterance> dropped = [];
    private readonly List<DroppedUtterance> leftOut = [];
    private readonly List<Finding> warnings = [];
    private readonly UnknownCharacters unknown;

    private CorpusCheck(string name, CorpusCheckOptions options)
    {
        this.name = name;
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
        var corpus = Find(name, utterances, options);
        CorpusRefusal.ThrowIfUnusable(corpus, options);
        return corpus;
    }

    /// <summary>The same without refusing anything; see <see cref="CheckedCorpus.IsUsable"/>.</summary>
    /// <inheritdoc cref="Run"/>
    public static CheckedCorpus Find(string name, IEnumerable<Utterance> utterances, CorpusCheckOptions options)
    {
        ArgumentNullException.ThrowIfNull(utterances);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate().FirstOrDefault() is { Problem: not null } problem)
        {
            throw new ArgumentException($"{problem.Property} {problem.Problem}", nameof(options));
        }

        var check = new CorpusCheck(name, options);
        foreach (var utterance in utterances)
        {
            check.Add(utterance);
        }

        return new CheckedCorpus(name, check.kept, check.dropped)
        {
            LeftOut = check.leftOut,
            Warnings = check.warnings,
            MaxDroppedShare = options.MaxDroppedShare,
            UnknownCharacters = check.unknown.Found,
        };
    }

    private void Add(Utterance utterance)
    {
        if (utterance.IdFault is { } repeated)
        {
            Drop(utterance, FindingReason.DuplicateId, repeated);
        }
        else if (utterance.AudioFault is { } fault)
        {
            Drop(utterance, ReasonOf(utterance), fault);
        }
        else if (utterance.TranscriptFault is { } empty && !options.IsScored)
        {
            Drop(utterance, FindingReason.EmptyTranscript, empty);
        }
        else if (utterance.Seconds < options.MinSeconds)
        {
            LeaveOut(utterance, FindingReason.TooShort, $"shorter than {options.MinSeconds:0.###} s, the shortest duration wanted");
        }
        else if (utterance.Seconds > options.MaxSeconds)
        {
            LeaveOut(utterance, FindingReason.TooLong, $"longer than {options.MaxSeconds:0.###} s, the longest duration wanted");
        }
        else
        {
            var normalized = options.Normalizer.Normalize(utterance.Transcript);
            AddTranscript(
                normalized == utterance.Transcript ? utterance : utterance with { Transcript = normalized }, utterance.Transcript);
        }
    }

    private static FindingReason ReasonOf(Utterance utterance) =>
        utterance.AudioIsMissing ? FindingReason.MissingAudio
        : utterance.AudioIsEmpty ? FindingReason.EmptyAudio
        : FindingReason.UndecodableAudio;

    private void AddTranscript(Utterance utterance, string original)
    {
        if (options.IsScored)
        {
            Keep(utterance, original);
            WarnOfReference(utterance);
        }
        else if (utterance.Transcript.Length == 0)
        {
            Drop(utterance, FindingReason.EmptyTranscript, $"nothing is left of the transcript \"{original}\"");
        }
        else if (!options.Alphabet.TryEncode(utterance.Transcript, out var tokens))
        {
            unknown.Add(utterance.Transcript, utterance.Id);
            var strangers = Strangers(utterance);
            Drop(
                utterance, FindingReason.UnknownCharacters, $"{strangers} not in the alphabet \"{options.Alphabet.Characters}\"",
                strangers);
        }
        else if (options.Timing is not { } timing || !DropIfTooShort(utterance, tokens, timing))
        {
            Keep(utterance, original);
        }
    }

    private void Keep(Utterance utterance, string original)
    {
        kept.Add(utterance);
        if (CanonicalComposition.FindDecomposed(original) is { } decomposed)
        {
            Warn(utterance, FindingReason.NotNfc, decomposed, "the transcript is not in Unicode's form NFC, to which it is brought");
        }
    }

    private void WarnOfReference(Utterance utterance)
    {
        if (utterance.Transcript.Length == 0)
        {
            Warn(utterance, FindingReason.EmptyTranscript, "", "nothing is said in the reference: whatever is recognised is an error");
        }
        else if (unknown.Add(utterance.Transcript, utterance.Id))
        {
            var strangers = Strangers(utterance);
            Warn(utterance, FindingReason.UnknownCharacters, strangers, $"{strangers} of the reference cannot be recognised: errors");
        }
    }

    private bool DropIfTooShort(Utterance utterance, int[] tokens, FrameTiming timing)
    {
        var frames = timing.ModelFramesOfSamples(timing.SamplesForSeconds(utterance.Seconds));
        var required = CtcFeasibility.RequiredFrames(tokens);
        if (required <= frames)
        {
            return false;
        }

        Drop(
            utterance,
            FindingReason.TooShortForTranscript,
            $"{utterance.Seconds:0.###} s of audio give {frames} model frames; the transcript's {tokens.Length} characters need {required}",
            DeclaredLength.Frames(frames, required));
        return true;
    }

    private void Drop(Utterance utterance, FindingReason kind, string reason, string value = "") =>
        dropped.Add(new DroppedUtterance(utterance.Id, utterance.AudioPath, kind, reason) { Value = value });

    private void Warn(Utterance utterance, FindingReason kind, string value, string detail) =>
        warnings.Add(Finding.Warning(kind, value, utterance, name, detail));

    private void LeaveOut(Utterance utterance, FindingReason kind, string reason) =>
        leftOut.Add(new DroppedUtterance(utterance.Id, utterance.AudioPath, kind, reason) { Value = $"{utterance.Seconds:0.###} s" });

    private string Strangers(Utterance utterance)
    {
        var strangers = new UnknownCharacters(options.Alphabet);
        strangers.Add(utterance.Transcript, utterance.Id);
        return string.Join(", ", strangers.Found.Select(one => CodePoint.Describe(one.Character)));
    }
}
