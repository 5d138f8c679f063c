using AsrTrainer.Neural.Tests.Training;
using AsrTrainer.Neural.Transcription;
using AsrTrainer.Speech.Segmentation;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Neural.Tests.Transcription;

[Collection(TrainedModel.Collection)]
public sealed class SegmentAssemblyTests(TrainedModel trained)
{
    private const int FramesApart = 4;

    [Fact]
    public void Speech_without_a_pause_is_cut_between_words_before_it_ends()
    {
        var timing = trained.Model.Timing;
        var frameSamples = timing.HopSamples * timing.TimeStride;
        var framesPerSecond = timing.SampleRate / frameSamples;
        const string Sentence = "she had your dark suit in greasy wash water all year";
        var said = string.Join(' ', Enumerable.Repeat(Sentence, 200 * framesPerSecond / Sentence.Length / FramesApart));
        var tokens = Alphabet.English.Encode(said);
        var frames = new int[tokens.Length * FramesApart];
        for (var i = 0; i < tokens.Length; i++)
        {
            frames[(i * FramesApart) + 1] = tokens[i];
        }

        var assembly = new SegmentAssembly(trained.Recognition(), timing);
        List<TranscriptSegment> segments = [];
        var (length, step) = (20 * framesPerSecond, 16 * framesPerSecond);
        for (var begin = 0; begin == 0 || begin + length - step < frames.Length; begin += step)
        {
            var end = Math.Min(frames.Length, begin + length);
            var window = new SpeechWindow(
                (long)begin * frameSamples, new float[(end - begin) * frameSamples], begin == 0 ? 0 : length - step, end == frames.Length);
            if (assembly.Add(window, LogProbsOf(frames[begin..end])) is { } segment)
            {
                segments.Add(segment);
            }
        }

        Assert.Equal(said, string.Join(' ', segments.Select(segment => segment.Text)));
        Assert.InRange(segments.Count, 4, 20);
        Assert.All(segments, segment => Assert.InRange(segment.End - segment.Start, 5, 50));
        var starts = segments.SelectMany(segment => segment.Words).Select(word => word.Start).ToList();
        var first = said.Select((character, i) => (character, i)).Where(one => one.i == 0 || said[one.i - 1] == ' ').Select(one => one.i);
        Assert.All(
            first.Zip(starts),
            pair => Assert.Equal(timing.ModelFrameSeconds((pair.First * FramesApart) + 1), pair.Second, tolerance: 1e-6));
    }

    [Fact]
    public void A_word_ends_where_its_sound_does()
    {
        var timing = trained.Model.Timing;
        var frameSamples = timing.HopSamples * timing.TimeStride;
        var frames = new int[100];
        (frames[30], frames[32]) = (Alphabet.English.Encode("a")[0], Alphabet.English.Encode("t")[0]);
        var samples = new float[frames.Length * frameSamples];
        var (from, to) = (27 * frameSamples, 40 * frameSamples);
        for (var i = from; i < to; i++)
        {
            samples[i] = 0.3f * MathF.Sin(i);
        }

        var word = new SegmentAssembly(trained.Recognition(), timing)
            .Add(new SpeechWindow(16_000, samples, 0, EndsSegment: true), LogProbsOf(frames))!.Words[0];

        Assert.Equal("at", word.Text);
        Assert.Equal(1 + timing.Seconds(from), word.Start, tolerance: 0.011);
        Assert.Equal(1 + timing.Seconds(to), word.End, tolerance: 0.011);
    }

    private static LogProbs LogProbsOf(int[] tokens)
    {
        var width = Alphabet.English.Size;
        var values = new float[tokens.Length * width];
        Array.Fill(values, -9);
        for (var frame = 0; frame < tokens.Length; frame++)
        {
            values[(frame * width) + tokens[frame]] = -0.01f;
        }

        return new LogProbs(values, tokens.Length);
    }
}
