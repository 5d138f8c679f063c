using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Speech.Corpora;

/// <summary>The lines of texts in UTF-8, plain or gzip.</summary>
public static class TextLines
{
    private const int BufferBytes = 1 << 16;

    /// <summary>The lines of a file, or of standard input where the path is <c>-</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserFault">It cannot be opened or unpacked, is not UTF-8, or has a line of more than 1 MiB.</exception>
    public static IEnumerable<string> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = Open(path);
        var packed = PackedLength(file);
        using var stream = new LineLimitedStream(packed is null ? file : new GZipStream(file, CompressionMode.Decompress), path);
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), true, BufferBytes);
        var number = 1L;
        for (; Next(reader, path, number) is { } line; number++)
        {
            yield return line;
        }

        // To the runtime's reader a file that is cut off ends where it was cut.
        if (stream.BytesRead < packed)
        {
            throw CutOff(path, number);
        }
    }

    private static Stream Open(string path)
    {
        if (path == "-")
        {
            return Console.OpenStandardInput();
        }

        try
        {
            return OrdinaryFile.OpenRead(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserFault(
                ExitCode.Data, $"{path}: no such file or folder; give a text file, a corpus, or - for standard input", fault);
        }
    }

    // What a gzip file says at its end of the length of its content, or of the last part of it; null for other files.
    private static long? PackedLength(Stream file)
    {
        const int LeastBytes = 18;
        Span<byte> bytes = stackalloc byte[4];
        if (!file.CanSeek || file.ReadAtLeast(bytes, 2, throwOnEndOfStream: false) < 2 || !bytes[..2].SequenceEqual<byte>([0x1F, 0x8B]))
        {
            if (file.CanSeek)
            {
                file.Position = 0;
            }

            return null;
        }

        long length = LeastBytes;
        if (file.Length >= LeastBytes)
        {
            file.Position = file.Length - bytes.Length;
            file.ReadExactly(bytes);
            length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        }

        file.Position = 0;
        return length;
    }

    private static string? Next(StreamReader reader, string path, long number)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException fault)
        {
            throw new UserFault(
                ExitCode.Data,
                $"{path}: is not UTF-8, in line {number} or soon after it; convert it, for example with iconv -f latin1 -t utf-8",
                fault);
        }
        catch (InvalidDataException fault)
        {
            throw CutOff(path, number, fault);
        }
    }

    private static UserFault CutOff(string path, long number, Exception? cause = null) => new(
        ExitCode.Data, $"{path}: cannot be unpacked after line {number - 1}: the gzip file is damaged or cut off", cause);
}
