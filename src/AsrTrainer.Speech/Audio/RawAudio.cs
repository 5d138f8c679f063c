using System.Buffers.Binary;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Audio;

/// <summary>
/// Samples as they come out of a pipe, given on as soon as they are there. They may begin with the header of a WAV file, which then says
/// what they are; of what may follow them in such a file nothing is known, as its sizes mean nothing in a pipe.
/// </summary>
public sealed class RawAudio
{
    private const int BufferBytes = 1 << 15;
    private const int LongestChunk = 1 << 20;
    private const float LargestAmplitude = 1e6f;
    private const ushort FloatTag = 3;
    private const ushort ExtensibleTag = 0xFFFE;

    private readonly Stream input;
    private readonly string name;
    private readonly byte[] begun;

    private RawAudio(Stream input, string name, RawFormat format, byte[] begun)
    {
        this.input = input;
        this.name = name;
        Format = format;
        this.begun = begun;
    }

    /// <summary>What the samples are.</summary>
    public RawFormat Format { get; }

    /// <summary>Reads a header if there is one.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="format">What they are where they have no header.</param>
    /// <param name="name">How faults call it.</param>
    /// <exception cref="UserFault">
    /// With <see cref="ExitCode.Data"/>: it is a file of another kind, or samples that cannot be read.
    /// </exception>
    public static RawAudio Open(Stream input, RawFormat format, string name)
    {
        ArgumentNullException.ThrowIfNull(input);
        var start = new byte[EncodedStart.Bytes];
        var present = input.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (present == start.Length && start.AsSpan(0, 4).SequenceEqual("RIFF"u8) && start.AsSpan(8).SequenceEqual("WAVE"u8))
        {
            return new RawAudio(input, name, Checked(ReadWaveHeader(input, name), name), []);
        }

        Array.Resize(ref start, EncodedStart.Needed(start.AsSpan(0, present)));
        present += input.ReadAtLeast(start.AsSpan(present), start.Length - present, throwOnEndOfStream: false);
        if (EncodedStart.Find(start.AsSpan(0, present)) is var (kind, advice))
        {
            throw Fault($"\"{name}\" is {kind}, not raw samples; {advice}");
        }

        return new RawAudio(input, name, Checked(format, name), start[..present]);
    }

    /// <summary>The samples, channels averaged, until the input ends; once. A block's memory is used again for the next.</summary>
    public IEnumerable<ReadOnlyMemory<float>> Read()
    {
        var frameBytes = Format.SampleBytes * Format.Channels;
        var bytes = new byte[BufferBytes / frameBytes * frameBytes];
        var mono = new float[bytes.Length / frameBytes];
        begun.CopyTo(bytes, 0);
        var present = begun.Length;
        var hasEnded = false;
        while (!hasEnded)
        {
            var frames = present / frameBytes;
            if (frames > 0)
            {
                for (var frame = 0; frame < frames; frame++)
                {
                    mono[frame] = Mean(bytes.AsSpan(frame * frameBytes, frameBytes));
                }

                yield return mono.AsMemory(0, frames);
                bytes.AsSpan((frames * frameBytes)..present).CopyTo(bytes);
                present -= frames * frameBytes;
            }

            var read = input.Read(bytes, present, bytes.Length - present);
            (present, hasEnded) = (present + read, read == 0);
        }
    }

    private float Mean(ReadOnlySpan<byte> frame)
    {
        var sum = 0f;
        for (var at = 0; at < frame.Length; at += Format.SampleBytes)
        {
            sum += Format.Encoding switch
            {
                RawEncoding.U8 => (frame[at] - 128) / 128f,
                RawEncoding.S16Le => BinaryPrimitives.ReadInt16LittleEndian(frame[at..]) / 32768f,
                RawEncoding.S24In3Le => (((sbyte)frame[at + 2] << 16) | (frame[at + 1] << 8) | frame[at]) / 8388608f,
                RawEncoding.S32Le => BinaryPrimitives.ReadInt32LittleEndian(frame[at..]) / 2147483648f,
                _ => BinaryPrimitives.ReadSingleLittleEndian(frame[at..]),
            };
        }

        var mean = sum / Format.Channels;
        return Math.Abs(mean) <= LargestAmplitude
            ? mean
            : throw Fault($"\"{name}\" holds the amplitude {mean}; full scale is -1 to 1; is it really FLOAT_LE (--sample-format)?");
    }

    private static RawFormat ReadWaveHeader(Stream input, string name)
    {
        Span<byte> header = stackalloc byte[8];
        RawFormat? format = null;
        while (input.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            if (header[..4].SequenceEqual("data"u8))
            {
                return format ?? throw Fault($"\"{name}\" begins with a WAV header that does not say what its samples are");
            }

            if (size > LongestChunk)
            {
                break;
            }

            // Chunks start at even places.
            var chunk = new byte[size + (size & 1)];
            if (input.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false) < chunk.Length)
            {
                break;
            }

            format = header[..4].SequenceEqual("fmt "u8) ? FormatOf(chunk, name) : format;
        }

        throw Fault($"\"{name}\" begins with a WAV header in which no samples follow");
    }

    private static RawFormat FormatOf(ReadOnlySpan<byte> chunk, string name)
    {
        if (chunk.Length < 16)
        {
            throw Fault($"\"{name}\" begins with a WAV header that does not say what its samples are");
        }

        var tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        tag = tag == ExtensibleTag && chunk.Length >= 26 ? BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]) : tag;
        RawEncoding encoding = (tag, bits) switch
        {
            (1, 8) => RawEncoding.U8,
            (1, 16) => RawEncoding.S16Le,
            (1, 24) => RawEncoding.S24In3Le,
            (1, 32) => RawEncoding.S32Le,
            (FloatTag, 32) => RawEncoding.FloatLe,
            _ => throw Fault(
                $"\"{name}\" is WAV of kind {tag} with {bits} bits; PCM of 8, 16, 24 or 32 bits and floating point of 32 can be streamed; "
                + "leave --stream off"),
        };
        return new RawFormat(
            encoding, (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..])),
            BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]));
    }

    private static RawFormat Checked(RawFormat format, string name) => format switch
    {
        { Channels: < 1 or > AudioFile.MaximumChannels } =>
            throw Fault($"\"{name}\" has {format.Channels} channels; 1 to {AudioFile.MaximumChannels} can be read"),
        { SampleRate: < AudioFile.MinimumSampleRate or > AudioFile.MaximumSampleRate } => throw Fault(
            $"\"{name}\" has a sample rate of {format.SampleRate} Hz; {AudioFile.MinimumSampleRate} to {AudioFile.MaximumSampleRate} Hz "
            + "can be read"),
        _ => format,
    };

    private static UserFault Fault(string problem) => new(ExitCode.Data, problem);
}
