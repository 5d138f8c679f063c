using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace AsrTrainer.Torch.Tests.BeyondTorchSharp;

/// <summary>The emulated tiles obey the rules that the processor's manual gives for the real ones: arithmetic to the bit, and a fault
/// wherever the processor would fault.</summary>
public sealed class AmxEmulationTests
{
    private const int TileBytes = 1024, Sum = 0, Left = 6, Right = 7;

    private static readonly double[] Sizes = [1, 1e20, 1e-39, 1e-20, 1e-30];

    [Theory]
    [InlineData(16, 32, 16)]
    [InlineData(1, 32, 16)]
    [InlineData(5, 8, 3)]
    [InlineData(16, 2, 1)]
    public void Pairs_are_summed_apart_then_together_then_added_with_denormals_as_zero(int rows, int inner, int columns)
    {
        var random = new Random(rows);
        var (sum, left, right) = (new float[256], new short[512], new short[512]);
        for (var i = 0; i < 512; i++)
        {
            // Rows and columns so small that they, or their products, are denormal, and others so large that it would show.
            var (row, column) = (Sizes[i / 32 % 5], Sizes[i % 32 / 2 % 4]);
            (left[i], right[i]) = (Half(row * (random.NextDouble() - 0.5)), Half(column * (random.NextDouble() - 0.5)));
            sum[i / 2] = i / 2 % 3 == 0 ? 1e-39f : i / 2 % 3 == 1 ? 0 : (float)random.NextDouble();
        }

        var found = Run(Configuration(rows, inner, columns), Sum, Left, Right, sum, left, right);
        for (var i = 0; i < 256; i++)
        {
            var (m, n) = (i / 16, i % 16);
            var expected = m < rows && n < columns ? Element(sum[i], left, right, m, n, inner) : -1f;
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(found[i]));
        }
    }

    [Fact]
    public void What_the_processor_would_fault_on_is_a_fault()
    {
        Refused("a tile is named twice", Configuration(16, 32, 16), Sum, Left, Left);
        Refused("a tile is named twice", Configuration(16, 32, 16), Sum, Sum, Right);
        Refused("without a configuration", Configuration(16, 32, 16), 5, Left, Right);
        Refused("without a configuration", Configuration(16, 32, 16), 8, Left, Right);
        Refused("the palette is not 1", Changed(0, 0));
        Refused("the palette is not 1", Changed(0, 2));
        Refused("a start row", Changed(1, 3));
        Refused("a reserved byte is set", Changed(7, 1));
        Refused("there are eight tiles", Changed(32, 64));
        Refused("there are eight tiles", Changed(56, 16));
        Refused("larger than 16 rows of 64 bytes", Changed(48 + Left, 17));
        Refused("larger than 16 rows of 64 bytes", Changed(16 + (2 * Left), 65));
        Refused("rows without columns", Changed(16 + (2 * Left), 0));
        Refused("rows without columns", Changed(48 + Left, 0));
        Refused("a row is not whole pairs", Changed(16 + (2 * Left), 62));
        Refused("differ in rows", Changed(48 + Left, 15));
        Refused("do not fit each other", Changed(48 + Right, 15));
        Refused("differ in columns", Changed(16 + (2 * Right), 60));
    }

    private static float Element(float sum, short[] left, short[] right, int m, int n, int inner)
    {
        float[] parts = [0, 0];
        for (var k = 0; k < inner; k++)
        {
            var (x, w) = (Flush(Value(left[(m * 32) + k])), Flush(Value(right[(k / 2 * 32) + (2 * n) + (k % 2)])));
            parts[k % 2] = Flush(MathF.FusedMultiplyAdd(x, w, parts[k % 2]));
        }

        return Flush(Flush(sum) + Flush(parts[0] + parts[1]));
    }

    private static float Flush(float x) => float.IsSubnormal(x) ? MathF.CopySign(0, x) : x;

    private static float Value(short half) => BitConverter.Int32BitsToSingle(half << 16);

    private static short Half(double x) => (short)(BitConverter.SingleToInt32Bits((float)x) >> 16);

    private static byte[] Configuration(int rows, int inner, int columns)
    {
        var bytes = new byte[64];
        bytes[0] = 1;
        (bytes[16 + (2 * Sum)], bytes[48 + Sum]) = ((byte)(4 * columns), (byte)rows);
        (bytes[16 + (2 * Left)], bytes[48 + Left]) = ((byte)(2 * inner), (byte)rows);
        (bytes[16 + (2 * Right)], bytes[48 + Right]) = ((byte)(4 * columns), (byte)(inner / 2));
        return bytes;
    }

    private static byte[] Changed(int at, byte value)
    {
        var bytes = Configuration(16, 32, 16);
        bytes[at] = value;
        return bytes;
    }

    private static void Refused(string what, byte[] configuration, int sum = Sum, int left = Left, int right = Right)
    {
        var fault = Assert.Throws<ExternalException>(
            () => Run(configuration, sum, left, right, new float[256], new short[512], new short[512]));
        Assert.Contains(what, fault.Message);
    }

    // The result is laid over -1, to see what is not written.
    private static float[] Run(byte[] configuration, int c, int a, int b, float[] sum, short[] left, short[] right)
    {
        using var memory = new GuardedMemory(64 + (4 * TileBytes), atTheEnd: true);
        var (at, result) = (memory.Address, memory.Address + 64 + (3 * TileBytes));
        Marshal.Copy(configuration, 0, at, 64);
        Marshal.Copy(sum, 0, at + 64, 256);
        Marshal.Copy(left, 0, at + 64 + TileBytes, 512);
        Marshal.Copy(right, 0, at + 64 + (2 * TileBytes), 512);
        Marshal.Copy(Enumerable.Repeat(-1f, 256).ToArray(), 0, result, 256);
        NativeMethods.asr_amx_emulate(at, c, a, b, at + 64, at + 64 + TileBytes, at + 64 + (2 * TileBytes), result);
        var found = new float[256];
        Marshal.Copy(result, found, 0, 256);
        return found;
    }
}
