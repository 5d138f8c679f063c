namespace AsrTrainer.Reports;

/// <summary>
/// Where work is reported that is worth more than the report: stderr, of which every write fails when the terminal hangs up, or a log on a
/// full disk. What cannot be written is lost; what can be written again begins on a line of its own.
/// </summary>
/// <param name="inner">Where it goes; closed with this stream.</param>
internal sealed class PatientStream(Stream inner) : Stream
{
    private bool isCut;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            if (isCut)
            {
                inner.WriteByte((byte)'\n');
            }

            inner.Write(buffer);
            isCut = false;
        }
        catch (IOException)
        {
            // Nobody is there to be told.
            isCut = true;
        }
    }

    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (IOException)
        {
            isCut = true;
        }
    }

    protected override void Dispose(bool disposing)
    {
        try
        {
            if (disposing)
            {
                inner.Dispose();
            }
        }
        catch (IOException)
        {
            // What it still held is lost.
        }

        base.Dispose(disposing);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
