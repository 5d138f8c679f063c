using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Tests.Batching;

public sealed class DroppedAudioTests
{
    private readonly List<string> notices = [];

    [Fact]
    public void Each_utterance_is_named_once_with_the_count_so_far()
    {
        var dropped = new DroppedAudio(Corpus(usable: 198, dropped: 0), notices.Add);
        dropped.Add(Batch());
        dropped.Add(Batch(7));
        dropped.Add(Batch(7));

        Assert.Equal(
            ["dropped u7 (u7.flac): cut off; 1 of 198 utterances of train so far (0.51 %), at most 1 % may be"], notices);
        Assert.Equal(1, dropped.Count);
    }

    [Fact]
    public void One_id_in_two_places_of_the_corpus_counts_twice()
    {
        var one = new DroppedUtterance("u", "u.flac", FindingReason.UndecodableAudio, "cut off");
        var dropped = new DroppedAudio(Corpus(usable: 1000, dropped: 0), notices.Add);
        dropped.Add(Batch([3, 600], [one, one]));

        Assert.Equal(2, dropped.Count);
        Assert.Equal(2, notices.Count);
    }

    [Fact]
    public void What_the_corpus_check_dropped_counts_as_well()
    {
        var dropped = new DroppedAudio(Corpus(usable: 298, dropped: 2), notices.Add);
        dropped.Add(Batch(0));

        // 3 of 300 are 1 %, which is allowed; one more is not.
        var fault = Assert.Throws<UserFault>(() => dropped.Add(Batch(10, 11)));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Equal(
            [
                "train: 5 of 300 utterances (1.67 %) cannot be used (2 found beforehand, 3 on loading their audio); at most "
                + "1 % may be dropped; mend them, or allow a larger share (data.max_dropped_share, --max-dropped-share)",
                "  u0 (u0.flac): cut off",
                "  u10 (u10.flac): cut off",
                "  u11 (u11.flac): cut off",
            ],
            fault.Problems);
        Assert.Equal(3, notices.Count);
    }

    [Fact]
    public void The_fault_shows_the_first_few()
    {
        var dropped = new DroppedAudio(Corpus(usable: 100, dropped: 0), notices.Add);

        var fault = Assert.Throws<UserFault>(() => dropped.Add(Batch(9, 8, 7, 6, 5)));

        Assert.Equal(["  u9", "  u8", "  u7"], fault.Problems.Skip(1).Select(line => line.Split(" (")[0]));
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0.1, 0, false)]
    [InlineData(0.1, 1, true)]
    [InlineData(0.5, 4, false)]
    public void The_share_allowed_is_the_corpus_own(double share, int before, bool refused)
    {
        var dropped = new DroppedAudio(Corpus(10 - before, before) with { MaxDroppedShare = share }, notices.Add);

        var fault = Record.Exception(() => dropped.Add(Batch(0)));

        Assert.Equal(refused, fault is UserFault);
    }

    [Fact]
    public void A_corpus_of_which_nothing_is_left_is_refused_whatever_is_allowed()
    {
        var dropped = new DroppedAudio(Corpus(usable: 3, dropped: 0) with { MaxDroppedShare = 1 }, notices.Add);
        dropped.Add(Batch(0, 1));

        Assert.StartsWith("train: 3 of 3 utterances (100 %) ", Assert.Throws<UserFault>(() => dropped.Add(Batch(2))).Message);
    }

    private static CheckedCorpus Corpus(int usable, int dropped) => new(
        "train",
        [.. Enumerable.Range(0, usable).Select(i => new Utterance($"u{i}", $"u{i}.flac", "yes", 1, null))],
        [.. Enumerable.Range(0, dropped).Select(i => new DroppedUtterance($"d{i}", $"d{i}.flac", FindingReason.EmptyTranscript, "empty"))]);

    private static AudioBatch Batch(params int[] dropped) => Batch(
        dropped, [.. dropped.Select(i => new DroppedUtterance($"u{i}", $"u{i}.flac", FindingReason.UndecodableAudio, "cut off"))]);

    private static AudioBatch Batch(int[] indices, DroppedUtterance[] dropped) => new()
    {
        Number = 0,
        Samples = [],
        SamplesPerRow = 0,
        SampleCounts = [],
        Tokens = [],
        Utterances = [],
        Indices = [],
        Seconds = 0,
        DroppedIndices = indices,
        Dropped = dropped,
    };
}
