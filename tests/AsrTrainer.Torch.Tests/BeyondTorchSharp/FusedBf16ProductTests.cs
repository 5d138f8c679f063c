using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace AsrTrainer.Torch.Tests.BeyondTorchSharp;

/// <summary>The bf16 products of every table of kernels that this machine can run, AMX by emulation where the processor has none.</summary>
public sealed class FusedBf16ProductTests
{
    public static TheoryData<string> Tables => new() { "avx512_bf16", "amx", "amx_emulated" };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Products_of_any_size_are_those_of_the_rounded_factors_and_touch_nothing_else(string kernels)
    {
        if (!CanRun(kernels))
        {
            return;
        }

        var random = new Random(7);
        for (var i = 0; i < 400; i++)
        {
            var (rows, inner, columns) = (random.Next(1, 71), random.Next(1, 101), random.Next(1, 101));
            Check(kernels, random, rows, inner, columns, i);
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Sizes_on_both_sides_of_a_tile_and_of_a_block_are_right(string kernels)
    {
        if (!CanRun(kernels))
        {
            return;
        }

        var random = new Random(8);
        var i = 0;
        foreach (var rows in (int[])[1, 15, 16, 17, 31, 32, 33, 47, 48, 49, 64])
        {
            foreach (var inner in (int[])[1, 31, 32, 33, 64])
            {
                foreach (var columns in (int[])[1, 16, 17, 32, 33, 48, 49, 96])
                {
                    Check(kernels, random, rows, inner, columns, i++);
                }
            }
        }

        // More rows, and a longer sum, than are taken at a time.
        foreach (var (rows, inner, columns) in ((int, int, int)[])[(300, 70, 100), (273, 1100, 20), (9, 2049, 50), (48, 2048, 48)])
        {
            for (var way = 0; way < 8; way++)
            {
                Check(kernels, random, rows, inner, columns, way);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_row_comes_out_the_same_to_the_bit_whatever_rows_are_beside_it(string kernels)
    {
        if (!CanRun(kernels))
        {
            return;
        }

        foreach (var rows in (int[])[5, 16, 23, 40, 61])
        {
            foreach (var accumulate in (bool[])[false, true])
            {
                var product = new Bf16Case(new Random(rows), rows, 77, 61, transposed: true, atTheEnd: true);
                var together = product.Run(kernels, accumulate);
                for (var m = 0; m < rows; m++)
                {
                    Assert.Equal(product.Row(product.Run(kernels, accumulate, m, 1), 0), product.Row(together, m));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Rounding_is_to_nearest_even_keeps_what_is_no_number_and_drops_denormals(string kernels)
    {
        if (!CanRun(kernels))
        {
            return;
        }

        var random = new Random(9);
        float[] special =
        [
            0f, -0f, 1f, -1f, 1.00390625f, 1.01171875f, 3.3895314e38f, float.MaxValue, float.PositiveInfinity, float.NegativeInfinity,
        ];
        float[] values = [.. special, .. Enumerable.Range(0, 101).Select(_ => (float)Math.Exp(20 * (random.NextDouble() - 0.5)))];
        var found = Convert(kernels, values);
        for (var i = 0; i < values.Length; i++)
        {
            var rounded = BitConverter.Int32BitsToSingle(found[i] << 16);
            Assert.Equal(float.IsInfinity(values[i]) ? values[i] : (float)Bf16Case.Round(values[i]), rounded);
        }

        // Every place of a vector of sixteen, and of what is left of one.
        Assert.All(
            Convert(kernels, [.. Enumerable.Repeat(float.NaN, 37)]),
            half => Assert.True(float.IsNaN(BitConverter.Int32BitsToSingle(half << 16))));
        if (kernels != "avx512_bf16")
        {
            Assert.All(Convert(kernels, [.. Enumerable.Repeat(1e-40f, 37)]), half => Assert.Equal(0, half));
        }
    }

    [Fact]
    public void Unknown_kernels_are_refused_by_name()
    {
        var fault = Assert.Throws<ExternalException>(() => NativeMethods.asr_bf16_packed_size("amx_of_tomorrow", 1, 1, out _));
        Assert.Contains("cannot run the bf16 kernels amx_of_tomorrow", fault.Message);
    }

    private static void Check(string kernels, Random random, int rows, int inner, int columns, int way)
    {
        var (accumulate, transposed, atTheEnd) = (way % 2 == 1, way / 2 % 2 == 1, way / 4 % 2 == 0);
        var product = new Bf16Case(random, rows, inner, columns, transposed, atTheEnd);
        product.AssertRight(product.Run(kernels, accumulate), accumulate, $"{kernels} {rows}x{inner}x{columns} accumulate {accumulate}");
    }

    private static short[] Convert(string kernels, float[] values)
    {
        using var x = GuardedMemory.Of(values, atTheEnd: true);
        using var y = new GuardedMemory(values.Length * sizeof(short), atTheEnd: true);
        NativeMethods.asr_bf16_convert(kernels, x.Address, y.Address, values.Length);
        return y.Halves(values.Length);
    }

    // A processor without them says so; the emulation needs AVX-512 itself.
    private static bool CanRun(string kernels)
    {
        try
        {
            NativeMethods.asr_bf16_packed_size(kernels, 1, 1, out _);
            return true;
        }
        catch (ExternalException fault)
        {
            Assert.Contains("this machine cannot run the bf16 kernels " + kernels, fault.Message);
            return false;
        }
    }
}
