using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Speech.Audio;

/// <summary>
/// Reads audio files: WAV, FLAC, Ogg, MP3, AIFF and whatever else the decoder knows. A file that cannot be used is a
/// <see cref="UserFault"/> of <see cref="ExitCode.Data"/> that names it and says what was found. A file that was cut off is found out
/// wherever its format says how long it should be; an Ogg file wherever it ends within a page.
/// </summary>
public static class AudioFile
{
    /// <summary>The lowest sample rate that is read, in Hz.</summary>
    public const int MinimumSampleRate = 8_000;

    /// <summary>The highest sample rate that is read, in Hz.</summary>
    public const int MaximumSampleRate = 192_000;

    /// <summary>The largest number of channels that is read.</summary>
    public const int MaximumChannels = 64;

    /// <summary>The largest number of frames that one file may hold: 18 hours at 16 kHz, 4 GiB in memory.</summary>
    public const long MaximumFrames = 1L << 30;

    // Far above any real signal (files scaled to 16-bit integers reach 32768), far below what overflows when squared and summed.
    private const float LargestAmplitude = 1e6f;

    private const int BlockSamples = 1 << 16;

    // FLAC packs silence into almost nothing: a file of 200 kB can hold eighteen hours of it. A quarter of an hour is always read; beyond
    // that no speech in any format reaches this many frames for each byte.
    private const long AlwaysReadFrames = 1 << 24;
    private const long MostFramesPerByte = 256;

    /// <summary>The rate, channels and length of a file. Decodes only where the header does not hold the length.</summary>
    public static AudioFileHeader ReadHeader(string path)
    {
        using var decoder = OpenDecoder(path);
        var frames = decoder.DeclaredFrames ?? CountFrames(path, decoder);
        return frames > 0 ? new AudioFileHeader(decoder.SampleRate, decoder.Channels, frames) : throw NoSamples(path);
    }

    /// <summary>Opens a file and looks at everything that can be seen before a sample is decoded.</summary>
    /// <exception cref="UserFault">With <see cref="ExitCode.Data"/>: it cannot be used.</exception>
    public static void Require(string path) => Open(path).Dispose();

    /// <summary>All samples at the file's own rate, channels averaged.</summary>
    public static AudioSignal ReadMono(string path)
    {
        using var decoder = OpenDecoder(path);
        var samples = new float[FirstCapacity(path, decoder)];
        var count = 0;
        foreach (var block in Blocks(path, decoder))
        {
            var frames = block.Length / decoder.Channels;
            if (count + frames > samples.Length)
            {
                Array.Resize(ref samples, (int)Math.Min(MaximumFrames, Math.Max(2L * samples.Length, count + frames)));
            }

            AverageChannels(path, block.Span, decoder.Channels, samples.AsSpan(count, frames), count);
            count += frames;
        }

        if (count == 0)
        {
            throw NoSamples(path);
        }

        Array.Resize(ref samples, count);
        return new AudioSignal(samples, decoder.SampleRate);
    }

    /// <summary>
    /// All samples at <paramref name="sampleRate"/> (Hz), channels averaged, as <see cref="AudioBlocks"/> brings them there.
    /// </summary>
    public static AudioSignal ReadMono(string path, int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        var signal = ReadMono(path);
        return signal.SampleRate == sampleRate
            ? signal
            : new AudioSignal(AudioBlocks.At(signal.Samples, signal.SampleRate, sampleRate), sampleRate);
    }

    /// <summary>
    /// The same samples as of <see cref="ReadMono(string)"/>, at any rate, block by block. What can be seen from outside is a fault now,
    /// the rest when it is met.
    /// </summary>
    public static AudioBlocks Open(string path)
    {
        var decoder = OpenDecoder(path);
        return new AudioBlocks(decoder.SampleRate, MonoBlocks(path, decoder), decoder.Dispose);
    }

    /// <summary>
    /// Decodes a file to its end as <see cref="ReadMono(string)"/> does, with the same faults, but holds no more of it than a block.
    /// </summary>
    public static AudioFacts Examine(string path)
    {
        using var decoder = OpenDecoder(path);
        using var measures = new AudioMeasures();
        var mono = new float[BlockSamples / decoder.Channels];
        long count = 0;
        foreach (var block in Blocks(path, decoder))
        {
            var frames = block.Length / decoder.Channels;
            AverageChannels(path, block.Span, decoder.Channels, mono.AsSpan(0, frames), count);
            measures.Add(block.Span);
            count += frames;
        }

        return count == 0 ? throw NoSamples(path) : measures.Finish(new AudioFileHeader(decoder.SampleRate, decoder.Channels, count));
    }

    /// <summary>Whether a fault of this class is that there is nothing in the file: no bytes, or no samples.</summary>
    public static bool IsEmpty(UserFault fault) => fault?.InnerException is EmptyFileException;

    /// <summary>Whether a fault of this class is that no decoder knows the format of the file.</summary>
    public static bool IsOfUnknownFormat(UserFault fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is UnknownFormatException)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the decoders of both builds say of a file that they cannot open.</summary>
    internal static UserFault Undecodable(string name, string reason, Exception? cause = null) => new(
        ExitCode.Data,
        $"audio file \"{name}\" cannot be read: {reason}; formats such as WAV, FLAC, Ogg, MP3 and AIFF can be read",
        new UnknownFormatException(reason, cause));

    /// <summary>Opens a file after looking at everything that can be wrong with it before any sample is decoded.</summary>
    private static SoundDecoder OpenDecoder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var chunk = CheckContainer(path);
        var decoder = chunk is { IsUnfinished: true } open ? UnfinishedWav.Open(path, open.PresentBytes) : SoundDecoder.Open(path, path);
        try
        {
            CheckHeader(path, decoder);
            return decoder;
        }
        catch
        {
            decoder.Dispose();
            throw;
        }
    }

    private static SampleChunk? CheckContainer(string path)
    {
        if (Directory.Exists(path))
        {
            throw Fault($"\"{path}\" is a folder, not an audio file; give a file in it");
        }

        try
        {
            using var stream = OrdinaryFile.OpenRead(path);
            if (stream.Length == 0)
            {
                throw Empty($"audio file \"{path}\" is empty (0 bytes); replace it or leave it out");
            }

            var chunk = SampleChunk.Find(stream);
            if (chunk is { IsCutOff: true } cut)
            {
                throw Fault(
                    $"audio file \"{path}\" is cut off: its header promises {cut.DeclaredBytes} bytes of samples and the file "
                    + $"holds {cut.PresentBytes}; replace it or leave it out");
            }

            return OggPages.FindCut(stream) is { } lost
                ? throw Fault($"audio file \"{path}\" is cut off: it {lost}; replace it or leave it out")
                : chunk;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Fault($"audio file \"{path}\" does not exist; check the path");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UserFault(ExitCode.Data, $"audio file \"{path}\" cannot be opened: {refused.Message}", refused);
        }
    }

    private static void CheckHeader(string path, SoundDecoder decoder)
    {
        if (decoder.Channels is < 1 or > MaximumChannels)
        {
            throw Fault($"audio file \"{path}\" has {decoder.Channels} channels; 1 to {MaximumChannels} can be read");
        }

        if (decoder.SampleRate is < MinimumSampleRate or > MaximumSampleRate)
        {
            throw Fault(
                $"audio file \"{path}\" has a sample rate of {decoder.SampleRate} Hz; {MinimumSampleRate} to {MaximumSampleRate} Hz can "
                + "be read");
        }

        if (decoder.DeclaredFrames > MaximumFrames)
        {
            throw TooLong(path, $"its header promises {decoder.DeclaredFrames} frames");
        }

        if (decoder is { IsMpeg: true, DeclaredFrames: { } declared })
        {
            CheckMpegLength(path, declared);
        }
    }

    /// <summary>
    /// The decoder believes the length that an MP3 file states, and guesses one from the first bit rate where none is stated. It then stops
    /// there, so that a file of variable bit rate would lose its end unnoticed.
    /// </summary>
    private static void CheckMpegLength(string path, long declaredFrames)
    {
        using var stream = OrdinaryFile.OpenRead(path);
        if (MpegLength.Find(stream) is not { } present)
        {
            return;
        }

        if (present.Frames > declaredFrames + MpegLength.Tolerance)
        {
            throw Fault(
                $"audio file \"{path}\" is MP3 of variable bit rate without a statement of its length: of its {present.Frames} frames "
                + $"only {declaredFrames} would be read; convert it, for instance to FLAC");
        }

        if (present.IsStated && present.Frames < declaredFrames - MpegLength.Tolerance)
        {
            throw CutOff(path, declaredFrames, present.Frames);
        }
    }

    /// <summary>The decoded audio in blocks of whole frames, channels interleaved. The buffer is used again for each block.</summary>
    private static IEnumerable<ReadOnlyMemory<float>> Blocks(string path, SoundDecoder decoder)
    {
        var buffer = new float[BlockSamples / decoder.Channels * decoder.Channels];
        var unpacked = Math.Max(AlwaysReadFrames, MostFramesPerByte * BytesOf(path));
        long total = 0;
        int frames;
        while ((frames = decoder.Read(buffer)) > 0)
        {
            total += frames;
            if (total > unpacked)
            {
                throw Fault(
                    $"audio file \"{path}\" unpacks to more than {unpacked} frames, {MostFramesPerByte} for each of its bytes, which is "
                    + "silence at best; leave it out, or cut the silence");
            }

            if (total > MaximumFrames)
            {
                throw TooLong(path, $"it holds more than {MaximumFrames} frames");
            }

            yield return buffer.AsMemory(0, frames * decoder.Channels);
        }

        if (decoder.FindError() is { } error)
        {
            throw Fault($"audio file \"{path}\" is damaged after frame {total}: {error}; replace it or leave it out");
        }

        if (!decoder.IsMpeg && total < decoder.DeclaredFrames)
        {
            throw CutOff(path, decoder.DeclaredFrames.Value, total);
        }
    }

    private static IEnumerable<ReadOnlyMemory<float>> MonoBlocks(string path, SoundDecoder decoder)
    {
        var mono = new float[BlockSamples / decoder.Channels];
        long count = 0;
        foreach (var block in Blocks(path, decoder))
        {
            var frames = block.Length / decoder.Channels;
            AverageChannels(path, block.Span, decoder.Channels, mono.AsSpan(0, frames), count);
            count += frames;
            yield return mono.AsMemory(0, frames);
        }

        if (count == 0)
        {
            throw NoSamples(path);
        }
    }

    private static long CountFrames(string path, SoundDecoder decoder) =>
        Blocks(path, decoder).Sum(block => (long)(block.Length / decoder.Channels));

    /// <summary>
    /// What the header promises, but no more than 4 frames for each byte of the file, since a header of a few bytes can promise anything.
    /// The buffer grows if a file is packed more tightly than that.
    /// </summary>
    private static int FirstCapacity(string path, SoundDecoder decoder)
    {
        var plausible = Math.Min(MaximumFrames, (4 * BytesOf(path)) + BlockSamples);
        return (int)Math.Min(decoder.DeclaredFrames ?? BlockSamples, plausible);
    }

    // Of what a link leads to, where FileInfo gives the link's own.
    private static long BytesOf(string path)
    {
        using var file = OrdinaryFile.OpenRead(path);
        return file.Length;
    }

    private static void AverageChannels(string path, ReadOnlySpan<float> interleaved, int channels, Span<float> mono, long firstFrame)
    {
        for (var frame = 0; frame < mono.Length; frame++)
        {
            var sum = 0f;
            foreach (var sample in interleaved.Slice(frame * channels, channels))
            {
                sum += sample;
            }

            // Written so that NaN is refused too.
            if (!(Math.Abs(sum) <= LargestAmplitude * channels))
            {
                throw Fault(
                    $"audio file \"{path}\" holds the amplitude {sum / channels} at frame {firstFrame + frame}; full scale is -1 to 1 and "
                    + $"up to {LargestAmplitude} can be read; replace it or leave it out");
            }

            mono[frame] = sum / channels;
        }
    }

    private static UserFault NoSamples(string path) => Empty($"audio file \"{path}\" holds no samples; replace it or leave it out");

    private static UserFault Empty(string problem) => new(ExitCode.Data, problem, new EmptyFileException());

    private static UserFault CutOff(string path, long declaredFrames, long frames) => Fault(
        $"audio file \"{path}\" is cut off or damaged: its header promises {declaredFrames} frames and {frames} can be decoded; "
        + "replace it or leave it out");

    private static UserFault TooLong(string path, string found) =>
        Fault($"audio file \"{path}\" is too long: {found}, {MaximumFrames} can be read; split it");

    private static UserFault Fault(string problem) => new(ExitCode.Data, problem);

    // These tell two kinds of fault from the others.
    private sealed class EmptyFileException : Exception;

    private sealed class UnknownFormatException(string reason, Exception? cause) : Exception(reason, cause);
}
