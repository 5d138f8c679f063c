using AsrTrainer.Neural.Tests.Training;
using AsrTrainer.Neural.Transcription;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Tests.Transcription;

[Collection(TrainedModel.Collection)]
public sealed class AlignerTests(TrainedModel trained)
{
    private const int Rate = 16000;

    [Fact]
    public void A_text_that_is_also_the_likeliest_is_found_where_it_was_heard()
    {
        var recognition = trained.Recognition();
        var compared = 0;
        foreach (var utterance in trained.Clips.Utterances)
        {
            var clip = AudioFile.ReadMono(utterance.AudioPath, Rate);
            var heard = recognition.Recognise(clip.Samples, [clip.Samples.Length])[0];
            var (words, seconds) = Align(clip.Samples, utterance.Transcript);

            Assert.Equal(clip.Seconds, seconds);
            Assert.Equal(utterance.Transcript.Split(' '), words.Select(word => word.Text));
            if (heard.Text == utterance.Transcript)
            {
                var expected = WordEdges.AtSound(WordTimes.Of(heard, recognition.Timing, clip.Seconds), SoundLevels.Of(clip));
                Assert.Equal(expected.Select(word => (word.Start, word.End)), words.Select(word => (word.Start, word.End)));
                Assert.Equal(expected.SelectMany(word => word.Characters), words.SelectMany(word => word.Characters));
                compared++;
            }
        }

        Assert.InRange(compared, 8, 10);
    }

    [Fact]
    public void Of_long_audio_the_middles_of_windows_are_put_together()
    {
        var recognition = trained.Recognition();
        var samples = Repeated(45 * Rate);
        var windows = new WindowedLogProbs(recognition);
        foreach (var block in samples.Chunk(12345))
        {
            windows.Add(block);
        }

        windows.Finish();

        // 30 s are kept of the first window, which is heard for 5 s more; the second begins 5 s before they end.
        var frameSamples = recognition.Timing.HopSamples * recognition.Timing.TimeStride;
        var (kept, context, window) = (30 * Rate / frameSamples, 5 * Rate / frameSamples, 35 * Rate / frameSamples);
        var first = LogProbs(samples[..(window * frameSamples)]);
        var second = LogProbs(samples[((kept - context) * frameSamples)..]);
        var vocabulary = trained.Plan.Alphabet.Size;
        Assert.Equal(recognition.Timing.ModelFramesOfSamples(samples.Length), windows.Frames);
        Assert.Equal([.. first[..(kept * vocabulary)], .. second[(context * vocabulary)..]], windows.Values);
    }

    [Fact]
    public void Short_audio_is_heard_as_a_whole()
    {
        var samples = Repeated(34 * Rate);
        var windows = new WindowedLogProbs(trained.Recognition());
        windows.Add(samples);
        windows.Finish();

        Assert.Equal(LogProbs(samples), windows.Values);
    }

    [Fact]
    public void A_text_that_does_not_fit_is_a_fault()
    {
        var fault = Assert.Throws<UserFault>(() => Align(new float[Rate / 2], new string('a', 100)));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Contains("100 characters", fault.Message);
    }

    private (IReadOnlyList<TimedWord> Words, double Seconds) Align(float[] samples, string text) =>
        new Aligner(trained.Recognition(), trained.Plan.Alphabet).Align(
            samples.Chunk(10_000).Select(block => new ReadOnlyMemory<float>(block)), text, CancellationToken.None);

    private float[] LogProbs(float[] samples) => trained.Recognition().LogProbs(samples, [samples.Length]).Values;

    private float[] Repeated(int count)
    {
        float[] clips = [.. trained.Clips.Utterances.SelectMany(utterance => AudioFile.ReadMono(utterance.AudioPath, Rate).Samples)];
        return [.. Enumerable.Range(0, count).Select(i => clips[i % clips.Length])];
    }
}
