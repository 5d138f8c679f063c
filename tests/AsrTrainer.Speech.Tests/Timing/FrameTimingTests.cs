using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Tests.Timing;

public sealed class FrameTimingTests
{
    private static readonly FrameTiming Usual = new(SampleRate: 16_000, HopSamples: 160, TimeStride: 2);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(159, 1)]
    [InlineData(160, 2)]
    [InlineData(16_000, 101)]
    public void A_centred_transform_has_a_frame_at_the_start_and_one_after_each_hop(long samples, long frames) =>
        Assert.Equal(frames, Usual.FeatureFrames(samples));

    /// <summary>Frames are centred on 0, hop, 2 hop, …: as many as such places up to the last sample's end.</summary>
    [Fact]
    public void Feature_frames_are_the_centres_within_the_audio()
    {
        for (var hop = 1; hop <= 7; hop++)
        {
            var timing = new FrameTiming(8000, hop, 1);
            for (var samples = 1; samples <= 50; samples++)
            {
                var centres = Enumerable.Range(0, 100).Count(frame => frame * hop <= samples);
                Assert.Equal(centres, timing.FeatureFrames(samples));
            }
        }
    }

    /// <summary>The positions at which a kernel of odd width, padded by half of it, can stand: floor((n + 2p - k) / s) + 1.</summary>
    [Fact]
    public void Model_frames_are_what_padded_convolutions_give_one_after_another()
    {
        foreach (var strides in new int[][] { [1], [2], [3], [2, 2], [2, 3], [2, 1, 2] })
        {
            var timing = new FrameTiming(8000, 80, strides.Aggregate((a, b) => a * b));
            for (var frames = 1; frames <= 60; frames++)
            {
                foreach (var kernel in new[] { 3, 5, 11 })
                {
                    var after = strides.Aggregate(frames, (n, stride) => ((n + (2 * (kernel / 2)) - kernel) / stride) + 1);
                    Assert.Equal(after, timing.ModelFrames(frames));
                }
            }
        }
    }

    [Fact]
    public void Samples_to_model_frames_is_both_steps_in_one()
    {
        Assert.Equal(51, Usual.ModelFramesOfSamples(16_000));
        Assert.Equal(0, Usual.ModelFramesOfSamples(0));
        Assert.Equal(1, Usual.ModelFramesOfSamples(1));
    }

    [Fact]
    public void Seconds_and_samples_go_there_and_back()
    {
        Assert.Equal(1.5, Usual.Seconds(24_000));
        Assert.Equal(24_000, Usual.SamplesForSeconds(1.5));
        for (var samples = 0L; samples < 2000; samples++)
        {
            Assert.Equal(samples, Usual.SamplesForSeconds(Usual.Seconds(samples)));
        }
    }

    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(1, 0.02)]
    [InlineData(50, 1.0)]
    public void A_model_frame_starts_a_stride_of_hops_after_the_one_before(long frame, double seconds) =>
        Assert.Equal(seconds, Usual.ModelFrameSeconds(frame), precision: 12);

    [Fact]
    public void Very_long_audio_does_not_overflow()
    {
        var year = 365L * 24 * 3600 * 192_000;
        var timing = new FrameTiming(192_000, 1920, 4);

        Assert.Equal(1 + (year / 1920), timing.FeatureFrames(year));
        Assert.Equal(365.0 * 24 * 3600, timing.ModelFrameSeconds(timing.ModelFramesOfSamples(year)), tolerance: 0.05);
    }

    [Theory]
    [InlineData(0, 160, 2)]
    [InlineData(16_000, 0, 2)]
    [InlineData(16_000, 160, -1)]
    public void Sizes_below_one_are_refused(int sampleRate, int hopSamples, int timeStride) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameTiming(sampleRate, hopSamples, timeStride));

    [Fact]
    public void Negative_lengths_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Usual.FeatureFrames(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Usual.ModelFrames(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Usual.SamplesForSeconds(-0.1));
    }
}
