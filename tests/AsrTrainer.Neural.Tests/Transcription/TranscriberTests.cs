using AsrTrainer.Neural.Tests.Training;
using AsrTrainer.Neural.Transcription;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Neural.Tests.Transcription;

[Collection(TrainedModel.Collection)]
public sealed class TranscriberTests(TrainedModel trained)
{
    [Fact]
    public void It_hears_what_the_evaluation_heard_which_is_nearly_what_was_said()
    {
        var heard = Texts([.. trained.Clips.Utterances.Select(u => u.AudioPath)]);
        Assert.Equal(trained.Evaluate(10).Utterances.Select(u => u.Hypothesis), heard);
        var right = trained.Clips.Utterances.Zip(heard).Count(pair => pair.First.Transcript == pair.Second);
        Assert.True(right >= 9, $"{right} of 10 right: {string.Join(" | ", heard)}");
    }

    [Fact]
    public void Clips_joined_with_silence_give_the_words_of_each_and_their_times()
    {
        using var folder = new TemporaryFolder();
        string[] paths = [.. trained.Clips.Utterances.Select(u => u.AudioPath)];
        var path = Joined(folder, paths, out var starts);

        var whole = Transcribe(path)[0];

        Assert.Equal(string.Join(' ', Texts(paths)), string.Join(' ', whole.Segments.Select(segment => segment.Text)));
        Assert.Equal(paths.Length, whole.Segments.Count);
        var alone = Transcribe(paths);
        for (var i = 0; i < paths.Length; i++)
        {
            Assert.Equal(starts[i] + alone[i].Segments[0].Start, whole.Segments[i].Start, tolerance: 1e-6);
            Assert.Equal(starts[i] + alone[i].Segments[0].End, whole.Segments[i].End, tolerance: 1e-6);
        }
    }

    [Fact]
    public void What_arrives_piece_by_piece_gives_the_text_of_the_file_and_earlier_looks_on_its_way()
    {
        using var folder = new TemporaryFolder();
        var path = Joined(folder, [.. trained.Clips.Utterances.Select(u => u.AudioPath)], out _);
        var blocks = AudioFile.ReadMono(path).Samples.Chunk(1600).Select(block => new ReadOnlyMemory<float>(block));

        var heard = new StreamTranscriber(trained.Recognition(), trained.Model.Timing).Transcribe(blocks).ToList();

        Assert.Equal(
            Transcribe(path)[0].Segments.Select(segment => (segment.Text, segment.Start, segment.End)),
            heard.Select(text => text.Segment).OfType<TranscriptSegment>().Select(segment => (segment.Text, segment.Start, segment.End)));
        Assert.True(heard.Count(text => text.Segment is null) >= 5);
    }

    [Fact]
    public void Memory_that_does_not_suffice_for_a_batch_suffices_for_its_parts()
    {
        string[] paths = [.. trained.Clips.Utterances.Select(u => u.AudioPath)];
        List<int> tried = [];
        var transcriber = new Transcriber(trained.Recognition(), trained.Model.Timing)
        {
            Windows = new WindowRecognition(trained.Recognition(), 16000)
            {
                Starting = count =>
                {
                    tried.Add(count);
                    if (count > 3)
                    {
                        throw new OutOfMemoryException();
                    }
                },
            },
        };

        var texts = transcriber.Transcribe(paths, CancellationToken.None).Select(audio => string.Join(' ', audio.Segments.Select(segment => segment.Text)));

        Assert.Equal(Texts(paths), texts);
        Assert.Contains(10, tried);
    }

    [Theory]
    [InlineData(44100, 2, 16)]
    [InlineData(16000, 1, 24)]
    [InlineData(48000, 2, 32)]
    public void The_same_words_are_heard_in_other_rates_channels_and_sample_sizes(int rate, int channels, int bits)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("clip.wav");
        var same = trained.Clips.Utterances.Count(utterance =>
        {
            File.WriteAllBytes(path, Wave(AudioFile.ReadMono(utterance.AudioPath, rate).Samples, rate, channels, bits));
            return Texts(path)[0] == Texts(utterance.AudioPath)[0];
        });
        Assert.True(same >= 9, $"{same} of 10 heard as in the 16 kHz file");
    }

    [Fact]
    public void A_file_that_is_not_audio_is_a_fault_that_names_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("noise.wav");
        File.WriteAllText(path, "not audio");
        var fault = Transcribe(path)[0].Fault!;
        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
    }

    private TranscribedAudio[] Transcribe(params string[] paths) =>
        [.. new Transcriber(trained.Recognition(), trained.Model.Timing).Transcribe(paths, CancellationToken.None)];

    private string[] Texts(params string[] paths) =>
        [.. Transcribe(paths).Select(audio => string.Join(' ', audio.Segments.Select(segment => segment.Text)))];

    // With a second and a bit of digital silence after each; starts in seconds.
    private static string Joined(TemporaryFolder folder, string[] paths, out double[] starts)
    {
        List<float> samples = [];
        List<double> begins = [];
        foreach (var path in paths)
        {
            begins.Add(samples.Count / 16000.0);
            samples.AddRange(AudioFile.ReadMono(path).Samples);

            // Of a value of its own: a recorded 0 beside silence of 0 could not be told from it.
            samples.AddRange(Enumerable.Repeat(3e-5f, 17_777));
        }

        starts = [.. begins];
        var joined = folder.PathOf("joined.wav");
        File.WriteAllBytes(joined, Wave([.. samples], 16000, 1, 32));
        return joined;
    }

    // Integer PCM; the channels after the first are quieter, so that taking them for further samples of one channel would be heard.
    private static byte[] Wave(float[] samples, int rate, int channels, int bits)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        var width = bits / 8;
        var size = samples.Length * channels * width;
        writer.Write("RIFF"u8);
        writer.Write(36 + size);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)channels);
        writer.Write(rate);
        writer.Write(rate * channels * width);
        writer.Write((short)(channels * width));
        writer.Write((short)bits);
        writer.Write("data"u8);
        writer.Write(size);
        foreach (var sample in samples)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var value = (long)Math.Round(Math.Clamp(sample / (1 + channel), -1, 1) * ((1L << (bits - 1)) - 1));
                writer.Write(BitConverter.GetBytes(value).AsSpan(0, width));
            }
        }

        writer.Flush();
        return bytes.ToArray();
    }
}
