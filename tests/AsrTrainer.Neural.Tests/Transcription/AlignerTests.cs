using AsrTrainer.Neural.Tests.Training;
using AsrTrainer.Neural.Transcription;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Tests.Transcription;

[Collection(TrainedModel.Collection)]
public sealed class AlignerTests(TrainedModel trained)
{
    private const int Rate = 16000;

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(5, 0.3)]
    public void The_words_of_joined_clips_stay_in_their_clips_however_long_the_audio_is(int rounds, double silence)
    {
        // Five rounds are more than one window.
        var (samples, clips) = Join(rounds, silence);

        var (words, seconds) = Align(samples, string.Join(' ', clips.Select(clip => clip.Utterance.Transcript)));

        var twoFrames = 2 * trained.Recognition().Timing.ModelFrameSeconds(1);
        Assert.Equal((double)samples.Length / Rate, seconds);
        var next = 0;
        foreach (var (utterance, begin, end) in clips)
        {
            var spoken = utterance.Transcript.Split(' ');
            var found = words.Skip(next).Take(spoken.Length).ToArray();
            Assert.Equal(spoken, found.Select(word => word.Text));
            Assert.InRange(found[0].Start, begin - twoFrames, end);
            Assert.InRange(found[^1].End, begin, end + twoFrames);
            next += spoken.Length;
        }

        Assert.Equal(words.Count, next);
    }

    [Fact]
    public void Windows_give_every_frame_once_and_nearly_what_the_whole_gives()
    {
        var recognition = trained.Recognition();
        var (samples, _) = Join(rounds: 4, silence: 0.5);
        var windows = new WindowedLogProbs(recognition);
        for (var start = 0; start < samples.Length; start += 12345)
        {
            windows.Add(samples.AsSpan(start, Math.Min(12345, samples.Length - start)));
        }

        windows.Finish();

        var (whole, frames) = recognition.LogProbs(samples, [samples.Length]);
        Assert.Equal(recognition.Timing.ModelFramesOfSamples(samples.Length), windows.Frames);
        Assert.Equal(frames[0], windows.Frames);
        Assert.Equal(whole.Length, windows.Values.Count);
        var differing = whole.Zip(windows.Values).Count(pair => Math.Abs(Math.Exp(pair.First) - Math.Exp(pair.Second)) > 0.05);
        Assert.True(differing < whole.Length / 1000, $"{differing} of {whole.Length} probabilities differ by more than 0.05");
    }

    [Fact]
    public void Short_audio_is_heard_as_a_whole()
    {
        var recognition = trained.Recognition();
        var samples = AudioFile.ReadMono(trained.Clips.Utterances[0].AudioPath, Rate).Samples;
        var windows = new WindowedLogProbs(recognition);
        windows.Add(samples);
        windows.Finish();
        windows.Finish();

        Assert.Equal(recognition.LogProbs(samples, [samples.Length]).Values, windows.Values);
    }

    [Fact]
    public void A_text_that_does_not_fit_is_a_fault()
    {
        var fault = Assert.Throws<UserFault>(() => Align(new float[Rate / 2], new string('a', 100)));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Contains("100 characters", fault.Message);
    }

    private (IReadOnlyList<TimedWord> Words, double Seconds) Align(float[] samples, string text) =>
        new Aligner(trained.Recognition(), trained.Plan.Alphabet).Align(samples.Chunk(50_000).Select(block => new ReadOnlyMemory<float>(block)), text, default);

    private (float[] Samples, List<(Utterance Utterance, double Begin, double End)> Clips) Join(int rounds, double silence)
    {
        List<float> samples = [];
        List<(Utterance, double, double)> clips = [];
        for (var round = 0; round < rounds; round++)
        {
            foreach (var utterance in trained.Clips.Utterances)
            {
                var clip = AudioFile.ReadMono(utterance.AudioPath, Rate).Samples;
                clips.Add((utterance, (double)samples.Count / Rate, (double)(samples.Count + clip.Length) / Rate));
                samples.AddRange(clip);
                samples.AddRange(new float[(int)(silence * Rate)]);
            }
        }

        return ([.. samples], clips);
    }
}
