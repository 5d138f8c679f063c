using System.Threading.Channels;

namespace AsrTrainer.Speech.Audio;

/// <summary>
/// Reads a pipe that may give nothing for a long time, so that the wait for it can be given up: a thread of its own opens it and reads a
/// little ahead. Nothing interrupts that thread in a read, but it does not keep the process alive.
/// </summary>
public sealed class InterruptibleInput : Stream
{
    private const int BlockBytes = 1 << 15;
    private const int MostBlocks = 16;

    private readonly Channel<byte[]> ahead = Channel.CreateBounded<byte[]>(MostBlocks);
    private readonly CancellationTokenSource stopping;
    private ReadOnlyMemory<byte> rest;

    /// <summary>Begins to read.</summary>
    /// <param name="open">Opens the pipe, which may take as long as a read.</param>
    /// <param name="cancellation">Ends a wait with an <see cref="OperationCanceledException"/>.</param>
    public InterruptibleInput(Func<Stream> open, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(open);
        stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var token = stopping.Token;
        new Thread(() => ReadAhead(open, token)) { IsBackground = true, Name = "input" }.Start();
    }

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
    public override int Read(Span<byte> buffer)
    {
        // What the thread met is thrown here.
        if (rest.IsEmpty && ahead.Reader.WaitToReadAsync(stopping.Token).AsTask().GetAwaiter().GetResult()
            && ahead.Reader.TryRead(out var block))
        {
            rest = block;
        }

        var count = Math.Min(buffer.Length, rest.Length);
        rest.Span[..count].CopyTo(buffer);
        rest = rest[count..];
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

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
            stopping.Cancel();
            stopping.Dispose();
        }

        base.Dispose(disposing);
    }

    private void ReadAhead(Func<Stream> open, CancellationToken token)
    {
        try
        {
            using var input = open();
            var buffer = new byte[BlockBytes];
            for (int count; (count = input.Read(buffer)) > 0;)
            {
                ahead.Writer.WriteAsync(buffer[..count], token).AsTask().GetAwaiter().GetResult();
            }

            ahead.Writer.Complete();
        }
        catch (Exception met)
        {
            ahead.Writer.Complete(met);
        }
    }
}
