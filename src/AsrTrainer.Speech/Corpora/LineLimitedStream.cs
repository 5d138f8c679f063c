using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Corpora;

/// <summary>
/// A text on its way to a reader of lines, which takes a line into memory however long it is: a file whose lines are too long for any
/// transcript is refused before that.
/// </summary>
/// <param name="file">The text; it is closed with this stream.</param>
/// <param name="path">Its name in messages.</param>
/// <param name="cancellation">Stops the reading, also of a file without a usable line.</param>
internal sealed class LineLimitedStream(Stream file, string path, CancellationToken cancellation) : Stream
{
    /// <summary>The longest line that is read: some twenty hours of speech.</summary>
    public const int MaximumLineBytes = 1 << 20;

    private long length;
    private long line = 1;

    /// <summary>How much has been read, in bytes.</summary>
    public long BytesRead { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();

        // No buffer may hold a longer line than is allowed.
        var count = file.Read(buffer[..Math.Min(buffer.Length, MaximumLineBytes)]);
        BytesRead += count;
        Follow(buffer[..count]);
        return count;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Follow(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
        length += end < 0 ? bytes.Length : end;
        if (length > MaximumLineBytes)
        {
            throw new UserFault(
                ExitCode.Data,
                $"{path}: line {line} is longer than {MaximumLineBytes} bytes; every utterance stands on a line of its own: check that "
                + "this is the file you meant");
        }

        if (end >= 0)
        {
            length = bytes.Length - 1 - bytes.LastIndexOfAny((byte)'\n', (byte)'\r');
            line += bytes.Count((byte)'\n');
        }
    }
}
