using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Tests.Corpora;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Tests.Batching;

/// <summary>Ten real clips, of which some turn out to be unusable only when their batch is loaded.</summary>
public sealed class UnusableUtterancesTests : IDisposable
{
    private static readonly int[][] Batches = [[0, 1, 2], [3], [4, 5, 6, 7], [9, 8]];

    private static readonly BatchLoaderOptions Options = new() { Seed = 5, SpeedFactors = [0.9, 1.0, 1.1] };

    private readonly TemporaryCorpus folder = new();
    private readonly Utterance[] utterances;

    public UnusableUtterancesTests()
    {
        var clips = CorpusReader.Read(LibriSpeechFolderTests.RealSpeech());
        utterances = [.. clips.Select(clip => Copy(clip) with { Transcript = clip.Transcript.ToLowerInvariant() })];
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_cut_off_after_a_good_header_is_left_out_of_its_batch_and_named()
    {
        Cut(utterances[1]);

        var batch = Assert.Single(Loader(Options).Load([[0, 1, 2]], epoch: 0));

        Assert.Equal([0, 2], batch.Indices);
        Assert.Equal([utterances[0].Id, utterances[2].Id], batch.Utterances.Select(utterance => utterance.Id));
        Assert.Equal([1], batch.DroppedIndices);
        var dropped = Assert.Single(batch.Dropped);
        Assert.Equal((utterances[1].Id, utterances[1].AudioPath, FindingReason.UndecodableAudio), (dropped.Id, dropped.Path, dropped.Kind));
        Assert.StartsWith($"audio file \"{utterances[1].AudioPath}\" is ", dropped.Reason, StringComparison.Ordinal);
        Assert.Matches("cut off or damaged|damaged after frame", dropped.Reason);
    }

    [Fact]
    public void What_is_left_is_the_batch_that_would_be_without_it()
    {
        Cut(utterances[1]);

        var batch = Assert.Single(Loader(Options).Load([[0, 1, 2]], epoch: 3));
        var without = Assert.Single(Loader(Options).Load([[0, 2]], epoch: 3));

        Assert.Equal(without.Samples, batch.Samples);
        Assert.Equal(without.SampleCounts, batch.SampleCounts);
        Assert.Equal(without.Tokens, batch.Tokens);
        Assert.Equal((without.SamplesPerRow, without.Seconds, without.Count), (batch.SamplesPerRow, batch.Seconds, batch.Count));
        Assert.Empty(without.Dropped);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Any_number_of_workers_drops_the_same_and_a_batch_of_nothing_keeps_its_place(int workers)
    {
        Cut(utterances[3]);
        File.Delete(utterances[5].AudioPath);
        File.WriteAllText(utterances[9].AudioPath, "not audio");

        var loaded = Loader(Options with { Workers = workers }).Load(Batches, epoch: 0).ToList();

        Assert.Equal([0, 1, 2, 3], loaded.Select(batch => batch.Number));
        Assert.Equal([3, 0, 3, 1], loaded.Select(batch => batch.Count));
        Assert.Equal([[], [3], [5], [9]], loaded.Select(batch => batch.DroppedIndices));
        Assert.Equal(
            [utterances[3].Id, utterances[5].Id, utterances[9].Id],
            loaded.SelectMany(batch => batch.Dropped).Select(dropped => dropped.Id));
        Assert.Contains("does not exist", loaded[2].Dropped[0].Reason, StringComparison.Ordinal);
        Assert.Empty(loaded[1].Samples);
        Assert.Equal((0, 0.0), (loaded[1].SamplesPerRow, loaded[1].Seconds));
    }

    [Fact]
    public void A_resumed_epoch_gets_the_same_rest()
    {
        Cut(utterances[3]);
        Cut(utterances[6]);
        var all = Loader(Options).Load(Batches, epoch: 2).ToList();

        for (var first = 0; first <= Batches.Length; first++)
        {
            var rest = Loader(Options with { Workers = 2 }).Load(Batches, epoch: 2, first).ToList();

            Assert.Equal(all.Skip(first).Select(batch => batch.Number), rest.Select(batch => batch.Number));
            Assert.Equal(all.Skip(first).Select(batch => batch.Samples), rest.Select(batch => batch.Samples));
            Assert.Equal(all.Skip(first).SelectMany(batch => batch.Dropped), rest.SelectMany(batch => batch.Dropped));
        }
    }

    [Fact]
    public void Audio_shorter_than_the_corpus_says_and_than_ctc_needs_is_left_out()
    {
        var path = folder.Wav("short.wav", 0.0625);
        Utterance[] one = [new("short", path, "aaaaa", 12, null)];
        var loader = new BatchLoader(one, Alphabet.English, Options with { Timing = new FrameTiming(16_000, 160, 1) });

        var dropped = Assert.Single(Assert.Single(loader.Load([[0]], epoch: 0)).Dropped);

        Assert.Equal(("short", path, FindingReason.TooShortForTranscript), (dropped.Id, dropped.Path, dropped.Kind));
        Assert.Equal(
            "its file holds 0.062 s, the corpus says 12 s; it gives 7 model frames and the transcript needs 9; correct the duration in the "
            + "manifest, or remove the utterance",
            dropped.Reason.Replace("0.063", "0.062"));
    }

    [Theory]
    [InlineData(0.1, true)]
    [InlineData(1.3, true)]
    [InlineData(1.4, false)]
    [InlineData(3, false)]
    public void Audio_far_longer_than_the_corpus_says_is_left_out(double declared, bool isDropped)
    {
        var path = folder.Wav("long.wav", 2);
        Utterance[] one = [new("long", path, "yes", declared, null)];

        var batch = Assert.Single(new BatchLoader(one, Alphabet.English, Options).Load([[0]], epoch: 0));

        Assert.Equal(isDropped ? 0 : 1, batch.Count);
        if (isDropped)
        {
            var dropped = Assert.Single(batch.Dropped);
            Assert.Equal(("long", path, FindingReason.LongerThanDeclared), (dropped.Id, dropped.Path, dropped.Kind));
            Assert.StartsWith($"its file holds 2 s, the corpus says {declared} s; ", dropped.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_batch_that_no_array_can_hold_is_refused_with_its_number_and_the_setting()
    {
        Assert.Equal(60_000, BatchBuilder.Length(0, 3, 20_000));

        var fault = Assert.Throws<UserFault>(() => BatchBuilder.Length(7, 70_000, 70_000));

        Assert.StartsWith(
            "batch 7 has 70000 utterances of up to 70000 samples, 4900000000 with padding; ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("batching.max_batch_seconds, --batch-seconds", fault.Message, StringComparison.Ordinal);
    }

    // Half of the bytes: the header stays whole.
    private static void Cut(Utterance utterance)
    {
        var bytes = File.ReadAllBytes(utterance.AudioPath);
        File.WriteAllBytes(utterance.AudioPath, bytes[..(bytes.Length / 2)]);
        Assert.Equal(utterance.Seconds, AudioFile.ReadHeader(utterance.AudioPath).Seconds);
    }

    private Utterance Copy(Utterance clip) =>
        clip with { AudioPath = folder.Bytes(Path.GetFileName(clip.AudioPath), File.ReadAllBytes(clip.AudioPath)) };

    private BatchLoader Loader(BatchLoaderOptions options) => new(utterances, Alphabet.English, options);
}
