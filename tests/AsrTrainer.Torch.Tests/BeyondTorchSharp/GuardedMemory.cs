using System.Runtime.InteropServices;

namespace AsrTrainer.Torch.Tests.BeyondTorchSharp;

/// <summary>
/// Memory with a page on either side that ends the process when it is touched, and that begins or ends right at one of them.
/// </summary>
internal sealed class GuardedMemory : IDisposable
{
    private const int NoAccess = 0, ReadAndWrite = 3, PrivateAndAnonymous = 0x22;

    private readonly nint _mapping;
    private readonly nint _bytes;

    public GuardedMemory(long bytes, bool atTheEnd)
    {
        nint page = Environment.SystemPageSize;
        var inside = (nint)((bytes + page - 1) / page) * page;
        _bytes = inside + (2 * page);
        _mapping = mmap(0, _bytes, NoAccess, PrivateAndAnonymous, -1, 0);
        Assert.NotEqual(-1, _mapping);
        Assert.Equal(0, mprotect(_mapping + page, inside, ReadAndWrite));
        Address = _mapping + page + (atTheEnd ? inside - (nint)bytes : 0);
    }

    public nint Address { get; }

    public static GuardedMemory Of(float[] values, bool atTheEnd)
    {
        var memory = new GuardedMemory(values.Length * sizeof(float), atTheEnd);
        Marshal.Copy(values, 0, memory.Address, values.Length);
        return memory;
    }

    public static GuardedMemory Of(short[] values, bool atTheEnd)
    {
        var memory = new GuardedMemory(values.Length * sizeof(short), atTheEnd);
        Marshal.Copy(values, 0, memory.Address, values.Length);
        return memory;
    }

    public float[] Floats(int count)
    {
        var values = new float[count];
        Marshal.Copy(Address, values, 0, count);
        return values;
    }

    public short[] Halves(int count)
    {
        var values = new short[count];
        Marshal.Copy(Address, values, 0, count);
        return values;
    }

    public void Dispose() => munmap(_mapping, _bytes);

    [DllImport("libc")]
    private static extern nint mmap(nint address, nint bytes, int protection, int flags, int file, nint offset);

    [DllImport("libc")]
    private static extern int mprotect(nint address, nint bytes, int protection);

    [DllImport("libc")]
    private static extern int munmap(nint address, nint bytes);
}
