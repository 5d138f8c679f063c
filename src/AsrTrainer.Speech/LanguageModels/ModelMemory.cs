using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace AsrTrainer.Speech.LanguageModels;

/// <summary>The bytes of a model, of a file or of memory of its own, at an address that stays.</summary>
internal sealed unsafe class ModelMemory : IDisposable
{
    private readonly SafeBuffer buffer;
    private byte* start;

    private ModelMemory(SafeBuffer buffer, long length)
    {
        this.buffer = buffer;
        Length = length;
        buffer.AcquirePointer(ref start);
    }

    /// <summary>The first byte.</summary>
    public byte* Start => start;

    /// <summary>The number of bytes.</summary>
    public long Length { get; }

    /// <summary>Maps a file, of at least one byte, which must not be cut off while it is mapped.</summary>
    public static ModelMemory OfFile(FileStream file)
    {
        var length = file.Length;
        using var mapped = MemoryMappedFile.CreateFromFile(
            file, mapName: null, length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        using var view = mapped.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        return new ModelMemory(view.SafeMemoryMappedViewHandle, length);
    }

    /// <summary>Takes memory and lets it be filled.</summary>
    public static ModelMemory Filled(long length, Action<Stream> fill)
    {
        var memory = new ModelMemory(new OwnBuffer(length), length);
        using var stream = new UnmanagedMemoryStream(memory.Start, length, length, FileAccess.Write);
        fill(stream);
        return memory;
    }

    /// <summary>At most so many of the bytes as there are.</summary>
    public ReadOnlySpan<byte> Bytes(long from, int count) => new(start + from, (int)Math.Min(count, Length - from));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (start is not null)
        {
            start = null;
            buffer.ReleasePointer();
            buffer.Dispose();
        }
    }

    private sealed class OwnBuffer : SafeBuffer
    {
        public OwnBuffer(long length)
            : base(ownsHandle: true)
        {
            SetHandle((nint)NativeMemory.Alloc((nuint)length));
            Initialize((ulong)length);
        }

        protected override bool ReleaseHandle()
        {
            NativeMemory.Free((void*)handle);
            return true;
        }
    }
}
