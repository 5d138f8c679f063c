using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Tests.Corpora;

public sealed class CorpusCheckTests
{
    // 50 model frames in a second.
    private static readonly FrameTiming Timing = new(16_000, 160, 2);

    private static readonly CorpusCheckOptions Options = new()
    {
        Alphabet = Alphabet.English,
        Normalizer = TranscriptNormalizer.LowerCase,
        Timing = Timing,
        MaxDroppedShare = 1,
    };

    [Fact]
    public void Transcripts_are_normalised_and_durations_summed()
    {
        var corpus = CorpusCheck.Run("train", [Spoken("a", "GO  ON", 1.5), Spoken("b", "Don’t", 2)], Options);

        Assert.Equal(["go on", "don't"], corpus.Utterances.Select(utterance => utterance.Transcript));
        Assert.Equal(3.5, corpus.Seconds);
        Assert.Empty(corpus.Dropped);
        Assert.Equal("train: 2 utterances, 0.00 h", corpus.Summary);
    }

    [Fact]
    public void Each_finding_drops_the_utterance_with_its_reason()
    {
        var corpus = CorpusCheck.Run(
            "train",
            [
                Spoken("good", "good", 1),
                Spoken("broken", "good", 0) with { AudioFault = "\"broken.wav\" is not audio" },
                Spoken("gone", "good", 0) with { AudioFault = "a.csv:3: gone.wav does not exist", AudioIsMissing = true },
                Spoken("void", "good", 0) with { AudioFault = "\"void.wav\" is empty", AudioIsEmpty = true },
                Spoken("good", "good", 0) with { IdFault = "a.csv:9: utterance 'good' is on line 2 already" },
                Spoken("untold", "", 1) with { TranscriptFault = "a.csv:4: the transcript is empty" },
                Spoken("blank", "\uFEFF \u00A0", 1),
                Spoken("foreign", "é 4 é", 1),
                Spoken("rushed", "much too long a text", 0.2),
            ],
            Options);

        Assert.Equal(["good"], corpus.Utterances.Select(utterance => utterance.Id));
        Assert.Equal(
            [
                ("broken", FindingReason.UndecodableAudio),
                ("gone", FindingReason.MissingAudio),
                ("void", FindingReason.EmptyAudio),
                ("good", FindingReason.DuplicateId),
                ("untold", FindingReason.EmptyTranscript),
                ("blank", FindingReason.EmptyTranscript),
                ("foreign", FindingReason.UnknownCharacters),
                ("rushed", FindingReason.TooShortForTranscript),
            ],
            corpus.Dropped.Select(one => (one.Id, one.Kind)));
        Assert.Contains("U+00E9 'é', U+0034 '4'", corpus.Dropped[6].Reason);
        Assert.Equal("0.2 s of audio give 11 model frames; the transcript's 20 characters need 21", corpus.Dropped[7].Reason);
        Assert.Equal(("U+00E9 'é', U+0034 '4'", "11 of 21 frames"), (corpus.Dropped[6].Value, corpus.Dropped[7].Value));
        Assert.Equal([(0xE9, 2L), ('4', 1L)], corpus.UnknownCharacters.Select(one => (one.Character.Value, one.Count)));
        Assert.EndsWith(
            "dropped 8 (1 missing audio, 1 unreadable audio, 1 empty audio, 2 empty transcript, 1 characters outside the alphabet, "
            + "1 too short for the transcript, 1 an id that occurred before)",
            corpus.Summary);
    }

    [Fact]
    public void A_transcript_that_is_not_composed_is_kept_and_named()
    {
        var options = Options with { Alphabet = new Alphabet("café") };
        var corpus = CorpusCheck.Run("train", [Spoken("whole", "café", 1), Spoken("parts", "cafe\u0301", 1)], options);

        Assert.Equal(["café", "café"], corpus.Utterances.Select(utterance => utterance.Transcript));
        var finding = Assert.Single(corpus.Findings);
        Assert.Equal(
            (Severity.Warning, FindingReason.NotNfc, "parts", "U+0065 U+0301"),
            (finding.Severity, finding.Reason, finding.UtteranceId, finding.Value));
    }

    [Fact]
    public void Found_without_refusal_a_corpus_says_whether_it_can_be_used()
    {
        var corpus = CorpusCheck.Find("train", [Spoken("a", "yes", 1), Spoken("b", "7", 1)], Options with { MaxDroppedShare = 0.4 });

        Assert.False(corpus.IsUsable);
        Assert.True((corpus with { MaxDroppedShare = 0.5 }).IsUsable);
        Assert.Equal([Severity.Error], corpus.Findings.Select(finding => finding.Severity));
    }

    [Theory]
    // "aa" needs a blank between its letters: 3 model frames, which begin with feature frame 5, which comes after 4 hops of 160 samples.
    [InlineData(640, true)]
    [InlineData(639, false)]
    public void The_bound_for_ctc_is_exact(int samples, bool kept)
    {
        var corpus = CorpusCheck.Run("train", [Spoken("a", "aa", samples / 16_000.0), Spoken("b", "a", 1)], Options);

        Assert.Equal(kept ? 2 : 1, corpus.Utterances.Count);
    }

    [Fact]
    public void Without_a_timing_nothing_is_too_short_for_its_transcript()
    {
        var corpus = CorpusCheck.Run("test", [Spoken("rushed", "much too long a text", 0.2)], Options with { Timing = null });

        Assert.Single(corpus.Utterances);
    }

    [Fact]
    public void What_is_left_out_by_choice_is_counted_apart_and_never_stops_the_run()
    {
        var options = Options with { MinSeconds = 1, MaxSeconds = 2, MaxDroppedShare = 0 };
        var corpus = CorpusCheck.Run("train", [.. new[] { 0.9, 1, 1.5, 2, 2.1, 30 }.Select(s => Spoken($"{s}", "yes", s))], options);

        Assert.Equal(["1", "1.5", "2"], corpus.Utterances.Select(utterance => utterance.Id));
        Assert.Equal(
            [("0.9", FindingReason.TooShort, "0.9 s"), ("2.1", FindingReason.TooLong, "2.1 s"), ("30", FindingReason.TooLong, "30 s")],
            corpus.LeftOut.Select(one => (one.Id, one.Kind, one.Value)));
        Assert.Empty(corpus.Dropped);
        Assert.Equal(
            "train: 3 utterances, 0.00 h; 1 below the shortest duration wanted; 2 above the longest duration wanted", corpus.Summary);
    }

    [Theory]
    [InlineData(99, 1, true)]
    [InlineData(98, 2, false)]
    public void More_than_the_allowed_share_stops_the_run(int good, int bad, bool allowed)
    {
        var utterances = Enumerable.Range(0, good).Select(i => Spoken($"good{i}", "yes", 1))
            .Concat(Enumerable.Range(0, bad).Select(i => Spoken($"bad{i}", "ñandú 7", 1)));
        var options = Options with { MaxDroppedShare = 0.01 };

        if (allowed)
        {
            Assert.Equal(good, CorpusCheck.Run("train", utterances, options).Utterances.Count);
            return;
        }

        var fault = Assert.Throws<UserFault>(() => CorpusCheck.Run("train", utterances, options));
        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Equal(
            [
                "train: 2 of 100 utterances (2 %) cannot be used; at most 1 % may be dropped; mend them, or allow a larger share "
                + "(data.max_dropped_share, --max-dropped-share)",
                "train: 2 with characters outside the alphabet:",
                "  bad0 (bad0.wav): U+0037 '7', U+00F1 'ñ', U+00FA 'ú' not in the alphabet \" 'abcdefghijklmnopqrstuvwxyz\"",
                "  bad1 (bad1.wav): U+0037 '7', U+00F1 'ñ', U+00FA 'ú' not in the alphabet \" 'abcdefghijklmnopqrstuvwxyz\"",
                "train: characters outside the alphabet \" 'abcdefghijklmnopqrstuvwxyz\":",
                "  U+0037 '7': 2 times, first in bad0",
                "  U+00F1 'ñ': 2 times, first in bad0",
                "  U+00FA 'ú': 2 times, first in bad0",
            ],
            fault.Problems);
    }

    [Fact]
    public void Very_many_of_a_kind_are_counted_and_the_first_twenty_named()
    {
        var gone = Enumerable.Range(2, 25).Select(
            line => Spoken($"gone{line}", "yes", 0) with { AudioFault = $"a.csv:{line}: no such file", AudioIsMissing = true });

        var fault = Assert.Throws<UserFault>(() => CorpusCheck.Run("train", gone, Options with { MaxDroppedShare = 0.01 }));

        Assert.Equal(22, fault.Problems.Count);
        Assert.Equal("train: 25 with missing audio, the first 20:", fault.Problems[1]);
        Assert.Equal("  gone2 (gone2.wav): a.csv:2: no such file", fault.Problems[2]);
        Assert.Equal("  gone21 (gone21.wav): a.csv:21: no such file", fault.Problems[^1]);
    }

    [Fact]
    public void A_corpus_of_which_nothing_is_left_is_refused_whatever_is_allowed()
    {
        Assert.Contains("1 of 1", Assert.Throws<UserFault>(() => CorpusCheck.Run("train", [Spoken("a", "7", 1)], Options)).Message);
        Assert.Equal(
            "train: 1 of 1 utterances cannot be used, and so none is left; mend them",
            Assert.Throws<UserFault>(() => CorpusCheck.Run("train", [Spoken("a", "7", 1)], Options)).Problems[0]);
        Assert.Contains(
            "widen these limits",
            Assert.Throws<UserFault>(() => CorpusCheck.Run("train", [Spoken("a", "yes", 1)], Options with { MinSeconds = 2 })).Message);
    }

    [Fact]
    public void Options_know_their_limits()
    {
        Assert.Empty(Options.Validate());
        Assert.Equal(
            [nameof(CorpusCheckOptions.MinSeconds), nameof(CorpusCheckOptions.MaxSeconds), nameof(CorpusCheckOptions.MaxDroppedShare)],
            (Options with { MinSeconds = -1, MaxSeconds = -2, MaxDroppedShare = double.NaN })
                .Validate().Select(problem => problem.Property));
    }

    private static Utterance Spoken(string id, string transcript, double seconds) => new(id, $"{id}.wav", transcript, seconds, null);
}
