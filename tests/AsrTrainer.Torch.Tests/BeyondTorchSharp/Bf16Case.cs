using TorchSharp.Interop;

namespace AsrTrainer.Torch.Tests.BeyondTorchSharp;

/// <summary>One product in bf16: factors with gaps between their rows (of NaN on the left), every buffer against a forbidden page, and
/// what it is in double precision from factors rounded to bf16.</summary>
internal sealed class Bf16Case
{
    private const float Untouched = 12345.5f;

    private readonly float[] _left, _right, _sum;
    private readonly int _rows, _inner, _columns, _leftStep, _sumStep;
    private readonly bool _transposed, _atTheEnd;

    public Bf16Case(Random random, int rows, int inner, int columns, bool transposed, bool atTheEnd)
    {
        (_rows, _inner, _columns, _transposed, _atTheEnd) = (rows, inner, columns, transposed, atTheEnd);
        (_leftStep, _sumStep) = (inner + random.Next(5), columns + random.Next(5));

        // The last row has no gap behind it, so that it ends where the memory does.
        _left = Values(random, ((rows - 1) * _leftStep) + inner);
        _right = Values(random, inner * columns);
        _sum = Values(random, ((rows - 1) * _sumStep) + columns);
        Fill(_left, _leftStep, inner, float.NaN);
        Fill(_sum, _sumStep, columns, Untouched);
    }

    /// <summary>The product of the first rows, gaps included.</summary>
    public float[] Run(string kernels, bool accumulate, int first, int rows)
    {
        var left = _left.AsSpan(first * _leftStep, ((rows - 1) * _leftStep) + _inner).ToArray();
        var sum = _sum.AsSpan(first * _sumStep, ((rows - 1) * _sumStep) + _columns).ToArray();
        NativeMethods.asr_bf16_packed_size(kernels, _inner, _columns, out var packedSize);
        using var w = GuardedMemory.Of(_right, _atTheEnd);
        using var packed = GuardedMemory.Of([.. Enumerable.Repeat((short)-1, (int)packedSize)], _atTheEnd); // NaN until it is packed
        using var single = GuardedMemory.Of(left, _atTheEnd);
        using var a = new GuardedMemory(left.Length * sizeof(short), _atTheEnd);
        using var c = GuardedMemory.Of(sum, _atTheEnd);
        var (ks, ns) = _transposed ? (1, _inner) : (_columns, 1);
        NativeMethods.asr_bf16_pack(kernels, w.Address, ks, ns, _inner, _columns, packed.Address);
        NativeMethods.asr_bf16_convert(kernels, single.Address, a.Address, left.Length);
        NativeMethods.asr_bf16_multiply(
            kernels, a.Address, _leftStep, rows, packed.Address, _inner, _columns, c.Address, _sumStep, accumulate ? (byte)1 : (byte)0);
        return c.Floats(sum.Length);
    }

    public float[] Run(string kernels, bool accumulate) => Run(kernels, accumulate, 0, _rows);

    /// <summary>Row m of what <see cref="Run(string, bool)"/> gave, without the gap.</summary>
    public float[] Row(float[] found, int m) => found.AsSpan(m * _sumStep, _columns).ToArray();

    public void AssertRight(float[] found, bool accumulate, string what)
    {
        var (left, right) = (Array.ConvertAll(_left, Round), Array.ConvertAll(_right, Round));
        for (var i = 0; i < found.Length; i++)
        {
            var (m, n) = (i / _sumStep, i % _sumStep);
            if (n >= _columns)
            {
                Assert.True(found[i] == Untouched, $"{what}: a value between rows {m} and {m + 1} was written");
                continue;
            }

            var (exact, size) = accumulate ? (_sum[i], Math.Abs((double)_sum[i])) : (0.0, 0.0);
            for (var k = 0; k < _inner; k++)
            {
                var product = left[(m * _leftStep) + k] * right[_transposed ? (n * _inner) + k : (k * _columns) + n];
                (exact, size) = (exact + product, size + Math.Abs(product));
            }

            // Half a unit in the last place for every four hundred sums or so: single precision, and nothing lost besides.
            Assert.True(Math.Abs(found[i] - exact) <= (1e-6 + (2e-8 * _inner)) * size, $"{what}: ({m},{n}) is {found[i]}, not {exact}");
        }
    }

    /// <summary>To eight significant bits, to nearest even.</summary>
    public static double Round(float x)
    {
        if (x == 0 || float.IsNaN(x))
        {
            return x;
        }

        var exponent = Math.ILogB(x);
        return Math.ScaleB(Math.Round(Math.ScaleB(x, 7 - exponent), MidpointRounding.ToEven), exponent - 7);
    }

    private static float[] Values(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 4) - 2))];

    private static void Fill(float[] values, int step, int used, float with)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (i % step >= used)
            {
                values[i] = with;
            }
        }
    }
}
