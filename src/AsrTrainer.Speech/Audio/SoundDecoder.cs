#if !NAUDIO_PACKAGE
using System.Runtime.InteropServices;

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
        IsMpeg = (format.Format & SoundFileLibrary.ContainerMask) == SoundFileLibrary.Mpeg;
    }

    /// <summary>Frames per second, as the file says it.</summary>
    public int SampleRate { get; }

    /// <summary>Samples per frame, as the file says it.</summary>
    public int Channels { get; }

    /// <summary>The number of frames that the header promises, or null when it holds none.</summary>
    public long? DeclaredFrames { get; }

    /// <summary>Whether this is MP3 (or MP1, MP2), where the promised number can be an estimate.</summary>
    public bool IsMpeg { get; }

    /// <summary>Opens <paramref name="file"/>; one that is not audio is a data fault, called <paramref name="name"/> there.</summary>
    public static SoundDecoder Open(string file, string name)
    {
        AudioLibraries.Require(SoundFileLibrary.Name, "libsndfile1");
        var format = default(SoundFileLibrary.FileFormat);
        lock (Opening)
        {
            var handle = SoundFileLibrary.Open(file, SoundFileLibrary.ReadMode, ref format);
            if (!handle.IsInvalid)
            {
                return new SoundDecoder(handle, format);
            }

            var reason = Message(SoundFileLibrary.LastOpenError(0));
            handle.Dispose();

            // What the library says of a file that only pretends to be MP3, though it found the file.
            if (reason.StartsWith("File does not exist", StringComparison.Ordinal))
            {
                reason = "Format not recognised";
            }

            throw AudioFile.Undecodable(name, reason);
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
