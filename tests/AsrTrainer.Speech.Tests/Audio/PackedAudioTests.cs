using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Tests.Audio;

/// <summary>Small files that hold, or promise, far more than their size: they must not fill the memory.</summary>
public sealed class PackedAudioTests : IDisposable
{
    private readonly TemporaryAudio audio = new();

    public void Dispose() => audio.Dispose();

    [Fact]
    public void A_few_minutes_of_packed_silence_are_read()
    {
        const int Blocks = 100;
        var path = audio.Write("a.flac", FlacBytes.Silence(Blocks, Blocks * (long)FlacBytes.FramesPerBlock));
        Assert.Equal(Blocks * FlacBytes.FramesPerBlock, AudioFile.ReadHeader(path).Frames);
        Assert.Equal(Blocks * FlacBytes.FramesPerBlock, AudioFile.ReadMono(path).Samples.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(AudioFile.MaximumFrames)]
    public void A_file_that_unpacks_to_thousands_of_times_its_size_is_refused_on_the_way(long declaredFrames)
    {
        var path = audio.Write("bomb.flac", FlacBytes.Silence(16_384, declaredFrames));
        var bytes = new FileInfo(path).Length;
        Assert.InRange(bytes, 1, 300_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<UserFault>(() => AudioFile.ReadMono(path));
        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.StartsWith($"audio file \"{path}\" unpacks to more than ", fault.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 700_000_000);
    }

    [Fact]
    public void A_link_is_judged_by_the_size_of_what_it_leads_to()
    {
        const int Blocks = 300;
        var path = audio.Write("a.flac", [.. FlacBytes.Silence(Blocks, Blocks * (long)FlacBytes.FramesPerBlock), .. new byte[100_000]]);
        var link = File.CreateSymbolicLink(audio.PathOf("b.flac"), path).FullName;
        using var blocks = AudioFile.Open(link);
        Assert.Equal(Blocks * FlacBytes.FramesPerBlock, blocks.Read(FlacBytes.SampleRate).Sum(block => block.Length));
    }

    [Fact]
    public void Memory_is_taken_for_what_a_file_holds_and_not_for_what_it_promises()
    {
        // Ten megabytes of nothing behind one block that promises eighteen hours.
        var path = audio.Write("a.flac", [.. FlacBytes.Silence(1, AudioFile.MaximumFrames), .. new byte[10_000_000]]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<UserFault>(() => AudioFile.ReadMono(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000_000);
    }
}
