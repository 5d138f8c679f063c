using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Audio;

/// <summary>
/// Opens a WAV file whose writer never came back to fill in the sizes: a recording that was interrupted, or one that went through a pipe.
/// </summary>
internal static class UnfinishedWav
{
    // libsndfile takes a size of 0 for "all that follows" only beside a RIFF size of 8, which is what its own unfinished files have.
    private static ReadOnlySpan<byte> UnfinishedRiffSize => [8, 0, 0, 0];

    /// <summary>The largest number of bytes of samples that is copied: as of what comes through a pipe.</summary>
    private const long MaximumBytes = PipedAudio.MaximumBytes;

    /// <summary>Opens a copy with that size. The copy has no name any more when this returns and goes when the decoder is closed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sampleBytes">The bytes that follow its header.</param>
    public static SoundDecoder Open(string path, long sampleBytes)
    {
        if (sampleBytes > MaximumBytes)
        {
            throw new UserFault(
                ExitCode.Data,
                $"audio file \"{path}\" was never finished: its header leaves its length open, and {sampleBytes} bytes of samples follow; "
                + $"{MaximumBytes} can be read so; convert it, which writes its length, or split it");
        }

        var copy = Path.Combine(Path.GetTempPath(), $"asr-{Guid.NewGuid():N}.wav");
        try
        {
            File.Copy(path, copy);
            using (var stream = new FileStream(copy, FileMode.Open, FileAccess.Write))
            {
                stream.Position = "RIFF"u8.Length;
                stream.Write(UnfinishedRiffSize);
            }

            return SoundDecoder.Open(copy, path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UserFault(
                ExitCode.Environment,
                $"audio file \"{path}\" was never finished and is read through a copy, which cannot be written: {refused.Message}",
                refused);
        }
        finally
        {
            File.Delete(copy);
        }
    }
}
