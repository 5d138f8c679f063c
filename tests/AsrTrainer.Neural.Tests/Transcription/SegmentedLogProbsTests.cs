using AsrTrainer.Neural.Tests.Training;
using AsrTrainer.Neural.Transcription;
using AsrTrainer.Speech.Audio;

namespace AsrTrainer.Neural.Tests.Transcription;

[Collection(TrainedModel.Collection)]
public sealed class SegmentedLogProbsTests(TrainedModel trained)
{
    private const int Rate = 16000;

    private int FrameSamples => trained.Recognition().Timing.HopSamples * trained.Recognition().Timing.TimeStride;

    private int Vocabulary => trained.Plan.Alphabet.Size;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void What_comes_after_a_pause_changes_nothing_before_it(int after)
    {
        float[] first = Clip(2), second = Clip(after);
        var before = Frames([.. first, .. new float[Rate]]);
        var both = Frames([.. first, .. new float[Rate], .. second]);
        var pause = (first.Length + Rate) / FrameSamples;

        Assert.Equal(before[..pause], both[..pause]);

        // Heard by itself, from the last whole frame before it on.
        var start = (first.Length + Rate) % FrameSamples;
        Assert.Equal(Heard([.. new float[start], .. second]), both[pause..]);
    }

    [Fact]
    public void Where_nothing_can_be_heard_nothing_is_said()
    {
        var clip = Clip(2);
        var frames = Frames([.. clip, .. new float[2 * Rate], .. clip]);
        var silence = frames[((clip.Length / FrameSamples) + 1)..((clip.Length + (2 * Rate)) / FrameSamples)];

        Assert.InRange(silence.Count, 1.9 * Rate / FrameSamples, 2.0 * Rate / FrameSamples);
        Assert.All(silence, frame => Assert.Equal([0f, .. Enumerable.Repeat(-23f, Vocabulary - 1)], frame));
    }

    [Fact]
    public void What_is_heard_between_two_segments_and_is_no_speech_is_the_models_to_judge()
    {
        var clip = Clip(2);
        var hum = Enumerable.Range(0, 3 * Rate).Select(i => 0.01f * MathF.Sin(i * 0.05f)).ToArray();
        var frames = Frames([.. clip, .. new float[Rate], .. hum, .. new float[Rate], .. clip]);
        var middle = (clip.Length + Rate + (hum.Length / 2)) / FrameSamples;

        Assert.DoesNotContain(-23f, frames[middle]);
    }

    [Fact]
    public void Every_frame_is_in_its_place_however_long_the_silence_and_whatever_the_blocks()
    {
        var clip = Clip(4);
        float[] samples = [.. clip, .. new float[150 * Rate], .. clip];
        var frames = Frames(samples);

        Assert.Equal((int)trained.Recognition().Timing.ModelFramesOfSamples(samples.Length), frames.Count);
        Assert.Equal(frames, Frames(samples, block: 777));
        var start = (clip.Length + (150 * Rate)) / FrameSamples;
        Assert.Equal(Heard(samples[(start * FrameSamples)..]), frames[start..]);
    }

    private float[] Clip(int index) => AudioFile.ReadMono(trained.Clips.Utterances[index].AudioPath, Rate).Samples;

    private List<float[]> Heard(float[] samples) =>
        [.. trained.Recognition().LogProbs(samples, [samples.Length]).Values.Chunk(Vocabulary)];

    private List<float[]> Frames(float[] samples, int block = 10_000)
    {
        var heard = new SegmentedLogProbs(trained.Recognition(), Vocabulary);
        foreach (var part in samples.Chunk(block))
        {
            heard.Add(part);
        }

        heard.Finish();
        Assert.Equal(heard.Frames * Vocabulary, heard.Values.Count);
        return [.. heard.Values.Chunk(Vocabulary)];
    }
}
