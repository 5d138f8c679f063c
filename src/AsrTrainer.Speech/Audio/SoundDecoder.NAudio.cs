#if NAUDIO_PACKAGE
using NAudio.SoundFile;

namespace AsrTrainer.Speech.Audio;

/// <summary>
/// An open audio file, decoded by NAudio's reader over libsndfile. Gives interleaved samples, full scale -1 to 1. The default build has
/// another type of this name and shape.
/// </summary>
internal sealed class SoundDecoder : IDisposable
{
    // libsndfile keeps the error of a failed opening in one place for all threads.
    private static readonly Lock Opening = new();

    private readonly SoundFileReader reader;
    private string? error;

    private SoundDecoder(SoundFileReader reader, bool isMpeg)
    {
        this.reader = reader;
        var frameBytes = sizeof(float) * Math.Max(1, Channels);

        // An unknown length comes out as 0 or, multiplied beyond 64 bits, below it.
        DeclaredFrames = reader.Length > 0 ? reader.Length / frameBytes : null;
        IsMpeg = isMpeg;
    }

    /// <summary>Frames per second, as the file says it.</summary>
    public int SampleRate => reader.WaveFormat.SampleRate;

    /// <summary>Samples per frame, as the file says it.</summary>
    public int Channels => reader.WaveFormat.Channels;

    /// <summary>The number of frames that the header promises, or null when it holds none.</summary>
    public long? DeclaredFrames { get; }

    /// <summary>Whether this is MP3 (or MP1, MP2), where the promised number can be an estimate.</summary>
    public bool IsMpeg { get; }

    /// <summary>Opens <paramref name="file"/>; one that is not audio is a data fault, called <paramref name="name"/> there.</summary>
    public static SoundDecoder Open(string file, string name)
    {
        AudioLibraries.Require("libsndfile.so.1", "libsndfile1");
        try
        {
            lock (Opening)
            {
                // The reader does not tell the container; libsndfile goes by the same extensions.
                var isMpeg = Path.GetExtension(file).ToLowerInvariant() is ".mp3" or ".mp2" or ".mp1" or ".mpeg";
                return new SoundDecoder(new SoundFileReader(file), isMpeg);
            }
        }
        catch (SoundFileException refused)
        {
            throw AudioFile.Undecodable(name, refused.Message.TrimEnd('.'), refused);
        }
    }

    /// <summary>Decodes the next frames, as many as fill <paramref name="interleaved"/> or are left, and gives their number.</summary>
    public int Read(Span<float> interleaved)
    {
        try
        {
            return reader.Read(interleaved) / Channels;
        }
        catch (SoundFileException damage)
        {
            error = damage.Message.TrimEnd('.');
            return 0;
        }
    }

    /// <summary>What went wrong while decoding, or null.</summary>
    public string? FindError() => error;

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();
}
#endif
