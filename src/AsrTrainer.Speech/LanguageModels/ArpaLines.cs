using System.Buffers;
using System.IO.Compression;
using System.Text.Unicode;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.LanguageModels;

/// <summary>The lines of a text file, plain or gzip, without their ends; no line takes more memory than an n-gram can need.</summary>
internal sealed class ArpaLines : IDisposable
{
    private const int MostLineBytes = 1 << 16;

    // Models shrink to a fifth; what unpacks to very much more was made to fill the memory.
    private const int MostUnpackedPerByte = 256;

    private readonly string path;
    private readonly Stream text;
    private readonly byte[] bytes = new byte[MostLineBytes];
    private readonly char[] line = new char[MostLineBytes];
    private int from;
    private int to;
    private long unpacked;

    /// <param name="file">The file, from its beginning; stays open.</param>
    /// <param name="path">Its name in messages.</param>
    public ArpaLines(FileStream file, string path)
    {
        this.path = path;
        Span<byte> first = stackalloc byte[2];
        var count = file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        file.Position = 0;
        var compressed = count == 2 && first.SequenceEqual<byte>([0x1F, 0x8B]);
        MostBytes = compressed ? MostLineBytes + file.Length * MostUnpackedPerByte : file.Length;
        text = compressed ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : file;
    }

    /// <summary>The most bytes that the text can have.</summary>
    public long MostBytes { get; }

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Reads a line; false at the end of the file.</summary>
    /// <param name="characters">It is there until the next one is read.</param>
    /// <exception cref="UserFault">The line is too long, is not UTF-8, or cannot be unpacked.</exception>
    public bool TryRead(out ReadOnlySpan<char> characters)
    {
        characters = default;
        var end = bytes.AsSpan(from, to - from).IndexOf((byte)'\n');
        if (end < 0)
        {
            Fill();
            end = bytes.AsSpan(from, to - from).IndexOf((byte)'\n');
        }

        if (end < 0 && from == to)
        {
            return false;
        }

        Number++;
        if (end < 0 && to - from == bytes.Length)
        {
            throw Fault($"is longer than {MostLineBytes} bytes, which no n-gram is; check that this is the file you meant");
        }

        ReadOnlySpan<byte> found = bytes.AsSpan(from, end < 0 ? to - from : end);
        from = end < 0 ? to : from + end + 1;
        if (Utf8.ToUtf16(found, line, out _, out var length, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw Fault("is not UTF-8; convert the file, for example with iconv -f latin1 -t utf-8");
        }

        characters = line.AsSpan(0, length).TrimEnd('\r');
        return true;
    }

    /// <summary>A fault of the line that was read last.</summary>
    public UserFault Fault(string problem) => new(ExitCode.Model, $"{path}: line {Number} {problem}");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (text is GZipStream)
        {
            text.Dispose();
        }
    }

    private void Fill()
    {
        bytes.AsSpan(from, to - from).CopyTo(bytes);
        (from, to) = (0, to - from);
        try
        {
            var count = text.ReadAtLeast(bytes.AsSpan(to), bytes.Length - to, throwOnEndOfStream: false);
            to += count;
            unpacked += count;
        }
        catch (InvalidDataException damage)
        {
            throw new UserFault(
                ExitCode.Model, $"{path}: cannot be unpacked after line {Number}: the gzip file is damaged or cut off", damage);
        }

        if (unpacked > MostBytes)
        {
            throw new UserFault(
                ExitCode.Model,
                $"{path}: unpacks to more than {MostUnpackedPerByte} times its size, which no language model does; check where it is from");
        }
    }
}
