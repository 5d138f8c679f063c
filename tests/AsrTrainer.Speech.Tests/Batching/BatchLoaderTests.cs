using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Tests.Corpora;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Tests.Batching;

public sealed class BatchLoaderTests : IDisposable
{
    private const int Rate = TemporaryCorpus.SampleRate;

    private static readonly BatchLoaderOptions Options = new() { SampleRate = Rate, Seed = 5, SpeedFactors = [0.9, 1.0, 1.1] };

    private static readonly BatchLoaderOptions Varied = Options with { NarrowBandShare = 0.5 };

    private readonly TemporaryCorpus corpus = new();
    private readonly List<Utterance> utterances;

    public BatchLoaderTests() =>
        utterances = [.. Enumerable.Range(0, 12).Select(i => Spoken($"u{i}", 0.05 + (0.01 * i), (i + 1) / 16.0))];

    public void Dispose() => corpus.Dispose();

    [Fact]
    public void A_batch_holds_its_utterances_padded_with_zeros()
    {
        var batch = Assert.Single(Loader(Options with { SpeedFactors = [1] }).Load([[2, 0, 5]], epoch: 0));

        Assert.Equal([2, 0, 5], batch.Indices);
        Assert.Equal(["u2", "u0", "u5"], batch.Utterances.Select(utterance => utterance.Id));
        Assert.Equal([1120, 800, 1600], batch.SampleCounts);
        Assert.Equal(1600, batch.SamplesPerRow);
        Assert.Equal(3, batch.Count);
        Assert.Equal(0, batch.Number);
        Assert.Equal(3520.0 / Rate, batch.Seconds);
        Assert.Equal(3 * 1600, batch.Samples.Length);
        Assert.All(batch.Tokens, tokens => Assert.Equal(Alphabet.English.Encode("yes"), tokens));
        Assert.Equal(Row(3 / 16f, 1120, 1600), batch.Samples[..1600]);
        Assert.Equal(Row(1 / 16f, 800, 1600), batch.Samples[1600..3200]);
        Assert.Equal(Row(6 / 16f, 1600, 1600), batch.Samples[3200..]);
    }

    [Fact]
    public void Any_number_of_workers_gives_the_same_batches()
    {
        int[][] batches = [[3, 1], [11], [0, 2, 4, 6], [5, 7], [8, 9, 10]];
        var expected = Contents(Loader(Varied).Load(batches, epoch: 3));

        foreach (var workers in Enumerable.Range(1, 8))
        {
            var options = Varied with { Workers = workers, PrefetchBatches = 1 + (workers % 3) };

            Assert.Equal(expected, Contents(Loader(options).Load(batches, epoch: 3)));
        }
    }

    [Fact]
    public void The_first_batches_and_the_rest_are_all_batches_for_any_split()
    {
        int[][] batches = [[3, 1], [11], [0, 2, 4, 6], [5, 7], [8, 9, 10]];
        var all = Contents(Loader(Varied).Load(batches, epoch: 3));

        for (var k = 0; k <= batches.Length; k++)
        {
            var begun = Contents(Loader(Varied with { Workers = 2 }).Load(batches, epoch: 3).Take(k));
            var resumed = Loader(Varied with { Workers = 3 }).Load(batches, epoch: 3, firstBatch: k).ToList();

            Assert.Equal(all, [.. begun, .. Contents(resumed)]);
            Assert.Equal(Enumerable.Range(k, batches.Length - k), resumed.Select(batch => batch.Number));
        }
    }

    [Fact]
    public void A_share_of_the_utterances_loses_its_upper_band()
    {
        var loader = Loader(Options with { SpeedFactors = [1], NarrowBandShare = 0.3 });
        var recorded = Assert.Single(Loader(Options.AsRecorded()).Load([[11]], epoch: 0)).Samples;
        var same = Enumerable.Range(0, 200).Count(epoch => Assert.Single(loader.Load([[11]], epoch)).Samples.SequenceEqual(recorded));

        Assert.InRange(same, 120, 160);
    }

    [Fact]
    public void Skipped_batches_are_never_decoded()
    {
        File.Delete(utterances[0].AudioPath);

        Assert.Single(Loader(Options).Load([[0], [1]], epoch: 0, firstBatch: 1));
    }

    [Fact]
    public void Speeds_depend_on_seed_epoch_and_utterance_and_not_on_the_batch()
    {
        int[] Counts(BatchLoaderOptions options, long epoch, params int[][] batches)
        {
            var utterancesAndCounts = Loader(options).Load(batches, epoch).SelectMany(batch => batch.Indices.Zip(batch.SampleCounts));
            return [.. utterancesAndCounts.OrderBy(pair => pair.First).Select(pair => pair.Second)];
        }

        int[] everyone = [.. Enumerable.Range(0, 12)];
        var counts = Counts(Options, 1, everyone);

        Assert.Equal(counts, Counts(Options, 1, [.. everyone.Reverse().Chunk(5)]));
        Assert.NotEqual(counts, Counts(Options, 2, everyone));
        Assert.NotEqual(counts, Counts(Options with { Seed = 6 }, 1, everyone));
        var factors = counts.Select((count, i) => Math.Round(utterances[i].Seconds * Rate / count, 2)).Distinct().Order();
        Assert.Equal([0.9, 1.0, 1.1], factors);
    }

    [Fact]
    public void An_utterance_that_speed_makes_too_short_for_its_transcript_keeps_its_speed()
    {
        // 0.0625 s are 1000 samples: 7 frames, as many as the text needs; 500 samples would be 4.
        utterances.Add(Spoken("tight", 0.0625, 0.5, "aaaa"));
        utterances.Add(Spoken("roomy", 0.0625, 0.5, "aa"));
        var options = Options with { SpeedFactors = [2.0], Timing = new FrameTiming(Rate, 160, 1) };

        Assert.Equal([1000, 500], Assert.Single(Loader(options).Load([[12, 13]], epoch: 0)).SampleCounts);
        Assert.Equal([500, 500], Assert.Single(Loader(options with { Timing = null }).Load([[12, 13]], epoch: 0)).SampleCounts);
    }

    [Fact]
    public void A_failure_that_is_not_the_files_carries_utterance_and_path_and_comes_at_its_batch()
    {
        // The corpus check lets no such transcript pass: whoever loads it has made a mistake that leaving it out would hide.
        utterances[4] = utterances[4] with { Transcript = "42" };
        var taken = 0;

        var fault = Assert.Throws<UserFault>(() =>
        {
            foreach (var _ in Loader(Options with { Workers = 4 }).Load([[1], [2, 3], [5, 4], [6]], epoch: 0))
            {
                taken++;
            }
        });

        Assert.Equal(2, taken);
        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.StartsWith($"utterance 'u4' ({utterances[4].AudioPath}): transcript \"42\": ", fault.Message);
    }

    [Fact]
    public void Files_of_another_rate_are_resampled()
    {
        var batch = Assert.Single(Loader(Options with { SampleRate = 8000, SpeedFactors = [1] }).Load([[0]], epoch: 0));

        Assert.Equal(400, Assert.Single(batch.SampleCounts));
        Assert.Equal(800.0 / Rate, batch.Seconds);
    }

    [Fact]
    public void Real_speech_from_folder_to_batches()
    {
        var checkedCorpus = CorpusCheck.Run(
            "speech",
            CorpusReader.Read(LibriSpeechFolderTests.RealSpeech()),
            new CorpusCheckOptions { Alphabet = Alphabet.English, Normalizer = TranscriptNormalizer.LowerCase, MaxDroppedShare = 0 });
        var seconds = checkedCorpus.Utterances.Select(utterance => utterance.Seconds).ToArray();
        var batches = new BucketBatchSampler(seconds, new BatchingOptions { MaxBatchSeconds = 4 }, 1).Epoch(0);

        var loader = new BatchLoader(checkedCorpus.Utterances, Alphabet.English, Options with { SpeedFactors = [1] });
        var loaded = loader.Load(batches, epoch: 0).ToList();

        Assert.Equal(10, loaded.Sum(batch => batch.Count));
        Assert.Equal(checkedCorpus.Seconds, loaded.Sum(batch => batch.Seconds), 6);
        Assert.All(loaded, batch => Assert.Contains(batch.Samples, sample => Math.Abs(sample) > 0.01));
    }

    [Fact]
    public void Waiting_adds_up_over_epochs()
    {
        var loader = Loader(Options);
        Assert.Equal(0, loader.WaitSeconds);
        Assert.Single(loader.Load([[0]], epoch: 0));
        var once = loader.WaitSeconds;
        Assert.Single(loader.Load([[1]], epoch: 1));

        Assert.True(0 < once && once < loader.WaitSeconds);
    }

    [Fact]
    public void Cancelling_ends_the_loading()
    {
        using var cancellation = new CancellationTokenSource();
        using var batches = Loader(Options).Load([[0], [1], [2]], epoch: 0, cancellation: cancellation.Token).GetEnumerator();
        Assert.True(batches.MoveNext());
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => batches.MoveNext());
    }

    [Fact]
    public void Options_know_their_limits()
    {
        Assert.Empty(Options.Validate());
        var problems = (Options with
        {
            SampleRate = 100,
            Workers = 0,
            PrefetchBatches = 0,
            SpeedFactors = [1, double.NaN],
            NarrowBandShare = double.NaN,
            Timing = new FrameTiming(Rate, 160, 1),
        }).Validate();

        Assert.Equal(
            [
                nameof(BatchLoaderOptions.SampleRate),
                nameof(BatchLoaderOptions.SampleRate),
                nameof(BatchLoaderOptions.Workers),
                nameof(BatchLoaderOptions.PrefetchBatches),
                nameof(BatchLoaderOptions.SpeedFactors),
                nameof(BatchLoaderOptions.NarrowBandShare),
            ],
            problems.Select(problem => problem.Property));
        Assert.Single((Options with { SpeedFactors = [] }).Validate());
    }

    private BatchLoader Loader(BatchLoaderOptions options) => new(utterances, Alphabet.English, options);

    private Utterance Spoken(string id, double seconds, double value, string text = "yes") =>
        new(id, corpus.Wav($"{id}.wav", seconds, value), text, seconds, null);

    private static float[] Row(float value, int valid, int length) =>
        [.. Enumerable.Repeat(value, valid), .. Enumerable.Repeat(0f, length - valid)];

    private static List<string> Contents(IEnumerable<AudioBatch> batches) =>
    [
        .. batches.Select(batch =>
            $"{batch.Number} {string.Join(',', batch.Indices)} {string.Join(',', batch.SampleCounts)} "
            + Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(batch.Samples)))),
    ];
}
