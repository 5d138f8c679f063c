using System.Diagnostics;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Tests.Audio;

public sealed class PipedAudioTests : IDisposable
{
    private static readonly string Clip = Path.Combine(Corpora.LibriSpeechFolderTests.RealSpeech(), "1/2/1-2-0002.flac");

    private readonly TemporaryAudio audio = new();

    public void Dispose() => audio.Dispose();

    [Fact]
    public void A_file_is_read_as_it_is() => Assert.Equal(AudioFile.ReadMono(Clip).Samples, SamplesOf(PipedAudio.Open(Clip)));

    [Fact]
    public void A_pipe_gives_the_samples_of_what_went_through()
    {
        var samples = Through(File.ReadAllBytes(Clip), path => SamplesOf(PipedAudio.Open(path)));

        Assert.Equal(AudioFile.ReadMono(Clip).Samples, samples);
    }

    [Fact]
    public void What_is_wrong_is_said_of_the_pipe_and_not_of_the_copy()
    {
        var fault = Assert.Throws<UserFault>(() => Through("no audio"u8.ToArray(), path => SamplesOf(PipedAudio.Open(path))));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.StartsWith($"audio file \"{audio.PathOf("pipe")}\" cannot be read: ", fault.Message);
    }

    [Fact]
    public void A_pipe_that_gives_too_much_is_refused()
    {
        var fault = Assert.Throws<UserFault>(() => Through(new byte[1000], path => SamplesOf(PipedAudio.Open(path, maximumBytes: 999))));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Contains("more than 999 bytes", fault.Message);
    }

    [Fact]
    public void What_is_wrong_with_samples_is_said_of_the_pipe_too_and_the_copy_goes()
    {
        var cut = File.ReadAllBytes(Clip)[..^1000];

        var fault = Assert.Throws<UserFault>(() => Through(cut, path => SamplesOf(PipedAudio.Open(path))));

        Assert.Contains(audio.PathOf("pipe"), fault.Message);
        Assert.DoesNotMatch("asr-[0-9a-f]{32}", fault.Message);
    }

    [Fact]
    public async Task Where_a_file_is_needed_a_pipe_is_refused_without_waiting_for_its_writer()
    {
        var path = MakePipe();

        var fault = await Assert.ThrowsAsync<UserFault>(() => Task.Run(() => AudioFile.ReadMono(path)).WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Contains("is a pipe", fault.Message);
    }

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_is_waited_for_until_that_is_given_up()
    {
        var path = MakePipe();
        using var cancellation = new CancellationTokenSource();
        var opening = Task.Run(() => PipedAudio.Open(path, cancellation.Token));
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void The_copy_has_no_name_while_it_is_read()
    {
        var before = Copies();
        Through(File.ReadAllBytes(Clip), path =>
        {
            using var blocks = PipedAudio.Open(path);
            Assert.Empty(Copies().Except(before));
            return [];
        });

        static string[] Copies() => Directory.GetFiles(Path.GetTempPath(), "asr-" + new string('?', 32) + "*");
    }

    private static float[] SamplesOf(AudioBlocks blocks)
    {
        using (blocks)
        {
            return [.. blocks.Read(blocks.SampleRate).SelectMany(block => block.ToArray())];
        }
    }

    private string MakePipe()
    {
        var path = audio.PathOf("pipe");
        using var make = Process.Start("mkfifo", [path]);
        make.WaitForExit();
        Assert.Equal(0, make.ExitCode);
        return path;
    }

    private float[] Through(byte[] content, Func<string, float[]> read)
    {
        var path = MakePipe();

        // A reader that stops early closes the pipe on the writer, whose failure is not what is looked at.
        var writing = Task.Run(() =>
        {
            using var pipe = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            try
            {
                pipe.Write(content);
            }
            catch (IOException)
            {
            }
        });
        try
        {
            return read(path);
        }
        finally
        {
            writing.Wait();
        }
    }
}
