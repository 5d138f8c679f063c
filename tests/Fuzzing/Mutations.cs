using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Fuzzing;

/// <summary>
/// Damaged copies of good files: bits, bytes, numbers, words, lengths, and parts of one file in another. Each is a function of the seed and
/// its own number, so that any of them can be made again by itself.
/// </summary>
/// <param name="seed">Any number; another one gives other files.</param>
/// <param name="good">Files that the reader takes.</param>
/// <param name="headBytes">How much of a file's start holds its structure: half of the damage is done there.</param>
internal sealed class Mutations(int seed, IReadOnlyList<byte[]> good, int headBytes)
{
    // What insertions and repetitions may add to a file.
    private const int MostGrowth = 1 << 14;

    private static readonly long[] Numbers =
    [
        0, 1, -1, 2, 3, 7, 8, 15, 16, 63, 64, 127, 128, 255, 256, 1024, short.MaxValue, 32768, ushort.MaxValue, 65536, 1 << 24, 1 << 30,
        int.MaxValue, 1L << 31, uint.MaxValue, 1L << 32, 1L << 40, 1L << 62, long.MaxValue, long.MinValue, int.MinValue,
    ];

    private static readonly string[] Figures =
    [
        "0", "-1", "1", "65536", "2147483647", "2147483648", "4294967295", "9223372036854775807", "18446744073709551616", "1e308", "1e999",
        "-1e999", "1e-320", "0.0", "-0", "00", "NaN", "Infinity", "0x10", "1,5", "999999999999999999999999999999999999999999",
    ];

    private static readonly string[] Words =
    [
        "\0", "\n", "\r", "\r\n", "\t", " ", ",", ":", ";", "\"", "'", "\\", "/", "../", "/dev/zero", "{", "}", "[", "]", "[[[[[[[[[[[[",
        "{\"a\":{\"a\":{\"a\":", "#", "-", "- ", "? ", "|", ">", "&a ", "*a", "!!binary ", "!!python/object:os.system ", "<<: ",
        "%YAML 9.9", "---\n", "...\n", "null", "true", "\"\"", "\\ud800", "\\u0000", "\uFEFF", "\uFFFD", "\u202E", "e\u0301",
        "\U0001F600", "=", "\u001B[2J",
        "RIFF", "WAVE", "data", "fmt ", "LIST", "ds64", "FORM", "SSND", "COMM", "fLaC", "OggS", "ID3", "Xing", "OpusHead", "vorbis",
        "\"__metadata__\":", "\"dtype\":\"F64\"", "\"shape\":[0,4611686018427387904]",
    ];

    /// <summary>The file of this number, from 0.</summary>
    public byte[] Make(long number)
    {
        var random = RandomOf(number);
        var bytes = good[(int)(number % good.Count)];
        var changes = 1;
        while (changes < 8 && random.Next(2) == 0)
        {
            changes++;
        }

        for (; changes > 0; changes--)
        {
            bytes = Change(bytes, random);
        }

        return bytes;
    }

    /// <summary>What decides about the file of this number.</summary>
    public Random RandomOf(long number) => new((int)(((seed * 1_000_003L) + (number * 7919)) & int.MaxValue));

    private byte[] Change(byte[] bytes, Random random) => random.Next(12) switch
    {
        0 => FlipBits(bytes, random),
        1 => Overwrite(bytes, Place(bytes, random), Run(random, 8)),
        2 or 3 => Overwrite(bytes, Place(bytes, random), Number(random)),
        4 => bytes[..Place(bytes, random)],
        5 => Insert(bytes, Place(bytes, random), Run(random, 64)),
        6 => Insert(bytes, Place(bytes, random), Encoding.UTF8.GetBytes(Pick(random, Words))),
        7 => Overwrite(bytes, Place(bytes, random), Encoding.UTF8.GetBytes(Pick(random, Words))),
        8 => Remove(bytes, random),
        9 => Repeat(bytes, random),
        10 => Splice(bytes, random),
        _ => ChangeFigure(bytes, random),
    };

    private int Place(byte[] bytes, Random random) =>
        random.Next(1 + (random.Next(2) == 0 ? Math.Min(headBytes, bytes.Length) : bytes.Length));

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private byte[] FlipBits(byte[] bytes, Random random)
    {
        var changed = (byte[])bytes.Clone();
        for (var left = 1 + random.Next(4); left > 0 && changed.Length > 0; left--)
        {
            changed[Math.Min(Place(bytes, random), changed.Length - 1)] ^= (byte)(1 << random.Next(8));
        }

        return changed;
    }

    private static byte[] Run(Random random, int most)
    {
        var run = new byte[1 + random.Next(most)];
        switch (random.Next(5))
        {
            case 0: break;
            case 1: Array.Fill(run, byte.MaxValue); break;
            case 2: Array.Fill(run, (byte)0x7F); break;
            case 3: Array.Fill(run, (byte)0x80); break;
            default: random.NextBytes(run); break;
        }

        return run;
    }

    // A number as a length field may have it: one to eight bytes, either end first.
    private static byte[] Number(Random random)
    {
        var bytes = new byte[sizeof(long)];
        var size = 1 << random.Next(4);
        var number = Pick(random, Numbers) + random.Next(-1, 2);
        if (random.Next(2) == 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
            return bytes[..size];
        }

        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes[^size..];
    }

    private static byte[] Overwrite(byte[] bytes, int place, byte[] by)
    {
        var changed = (byte[])bytes.Clone();
        by.AsSpan(0, Math.Min(by.Length, bytes.Length - place)).CopyTo(changed.AsSpan(place));
        return changed;
    }

    private static byte[] Insert(byte[] bytes, int place, byte[] what) => [.. bytes.AsSpan(0, place), .. what, .. bytes.AsSpan(place)];

    private byte[] Remove(byte[] bytes, Random random)
    {
        var place = Place(bytes, random);
        var count = random.Next(1 + Math.Min(bytes.Length - place, 1 << random.Next(10)));
        return [.. bytes.AsSpan(0, place), .. bytes.AsSpan(place + count)];
    }

    private byte[] Repeat(byte[] bytes, Random random)
    {
        var place = Place(bytes, random);
        var count = random.Next(1 + Math.Min(bytes.Length - place, 1 << random.Next(10)));
        var part = bytes.AsSpan(place, count).ToArray();
        var times = 1 + random.Next(1 << random.Next(8));
        var room = Math.Max(0, MostGrowth + good.Max(file => file.Length) - bytes.Length);
        var repeated = Enumerable.Repeat(part, times).SelectMany(one => one).Take(room).ToArray();
        return Insert(bytes, random.Next(2) == 0 ? place : Place(bytes, random), repeated);
    }

    private byte[] Splice(byte[] bytes, Random random)
    {
        var other = Pick(random, good);
        return [.. bytes.AsSpan(0, Place(bytes, random)), .. other.AsSpan(Place(other, random))];
    }

    private byte[] ChangeFigure(byte[] bytes, Random random)
    {
        var place = Place(bytes, random);
        var begin = bytes.AsSpan(place).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (begin < 0)
        {
            return Overwrite(bytes, place, Number(random));
        }

        begin += place;
        var end = begin;
        while (end < bytes.Length && bytes[end] is >= (byte)'0' and <= (byte)'9')
        {
            end++;
        }

        var figure = random.Next(4) == 0 ? random.Next().ToString(CultureInfo.InvariantCulture) : Pick(random, Figures);
        return [.. bytes.AsSpan(0, begin), .. Encoding.ASCII.GetBytes(figure), .. bytes.AsSpan(end)];
    }
}
