#if !NAUDIO_PACKAGE
using System.Runtime.InteropServices;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Audio;

/// <summary>
/// An open audio file, decoded by libsndfile. Gives interleaved samples, full scale -1 to 1. The package build has another type of this
/// name and shape.
/// </summary>
internal sealed class SoundDecoder : IDisposable
{
    // libsndfile keeps the error of a failed opening in one place for all threads.
    private static readonly Lock Opening = new();

    private readonly SoundFileHandle handle;

    private SoundDecoder(SoundFileHandle handle, SoundFileLibrary.FileFormat format)
    {
        this.handle = handle;
        SampleRate = format.SampleRate;
        Channels = format.Channels;
        DeclaredFrames = format.Frames is >= 0 and < long.MaxValue ? format.Frames : null;
        DeclaresExactly = (format.Format & SoundFileLibrary.ContainerMask) != SoundFileLibrary.Mpeg;
    }

    /// <summary>Frames per second, as the file says it.</summary>
    public int SampleRate { get; }

    /// <summary>Samples per frame, as the file says it.</summary>
    public int Channels { get; }

    /// <summary>The number of frames that the header promises, or null when it holds none.</summary>
    public long? DeclaredFrames { get; }

    /// <summary>False where the promised number is an estimate (MP3).</summary>
    public bool DeclaresExactly { get; }

    /// <summary>Opens a file; one that is not audio is a fault of the data.</summary>
    public static SoundDecoder Open(string path)
    {
        AudioLibraries.Require(SoundFileLibrary.Name, "libsndfile1");
        var format = default(SoundFileLibrary.FileFormat);
        lock (Opening)
        {
            var handle = SoundFileLibrary.Open(path, SoundFileLibrary.ReadMode, ref format);
            if (!handle.IsInvalid)
            {
                return new SoundDecoder(handle, format);
            }

            var reason = Message(SoundFileLibrary.LastOpenError(0));
            handle.Dispose();
            throw new UserFault(
                ExitCode.Data,
                $"audio file \"{path}\" cannot be read: {reason}; formats such as WAV, FLAC, Ogg, MP3 and AIFF can be read");
        }
    }

    /// <summary>Decodes the next frames, as many as fill <paramref name="interleaved"/> or are left, and gives their number.</summary>
    public int Read(Span<float> interleaved)
    {
        var wanted = interleaved.Length / Channels;
        return (int)SoundFileLibrary.ReadFrames(handle, ref MemoryMarshal.GetReference(interleaved), wanted);
    }

    /// <summary>What went wrong while decoding, or null.</summary>
    public string? FindError() => SoundFileLibrary.ErrorNumber(handle) == 0 ? null : Message(SoundFileLibrary.ErrorText(handle));

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private static string Message(nint text) => (Marshal.PtrToStringUTF8(text) ?? "no reason given").Trim().TrimEnd('.');
}
#endif
