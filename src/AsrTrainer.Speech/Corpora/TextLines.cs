using System.IO.Compression;
using System.Text;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Corpora;

/// <summary>The lines of texts in UTF-8, plain or gzip.</summary>
public static class TextLines
{
    private const int BufferBytes = 1 << 16;

    /// <summary>The lines of a file, or of standard input where the path is <c>-</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="UserFault">It cannot be opened or unpacked, is not UTF-8, or has a line of more than 1 MiB.</exception>
    public static IEnumerable<string> Read(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = new LineLimitedStream(Unpacked(Open(path)), path, cancellation);
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), true, BufferBytes);
        for (var number = 1L; Next(reader, path, number) is { } line; number++)
        {
            yield return line;
        }
    }

    private static Stream Open(string path)
    {
        if (path == "-")
        {
            return Console.OpenStandardInput();
        }

        if (Directory.Exists(path))
        {
            throw new UserFault(ExitCode.Data, $"{path}: cannot be read (it is a folder); give a text file");
        }

        try
        {
            // Read once and from beginning to end: what the user names may be a pipe.
            return File.OpenRead(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserFault(
                ExitCode.Data, $"{path}: no such file or folder; give a text file, a corpus, or - for standard input", fault);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UserFault(ExitCode.Data, $"{path}: cannot be read ({refused.Message.TrimEnd('.')}); give a text file", refused);
        }
    }

    private static Stream Unpacked(Stream file)
    {
        if (!file.CanSeek)
        {
            return file;
        }

        Span<byte> first = stackalloc byte[2];
        var count = file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return count == 2 && first.SequenceEqual<byte>([0x1F, 0x8B]) ? new GZipStream(file, CompressionMode.Decompress) : file;
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
            throw new UserFault(
                ExitCode.Data, $"{path}: cannot be unpacked after line {number - 1}: the gzip file is damaged or cut off", fault);
        }
    }
}
