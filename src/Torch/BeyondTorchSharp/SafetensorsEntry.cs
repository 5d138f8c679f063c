using static TorchSharp.torch;

namespace TorchSharp.BeyondTorchSharp;

/// <summary>One tensor as a safetensors header describes it; the place counts from the end of the header, in bytes.</summary>
/// <param name="Name">Unique in its file.</param>
/// <param name="Type">The type of the elements.</param>
/// <param name="Shape">The sizes.</param>
/// <param name="Begin">Where the data begin.</param>
/// <param name="Length">The bytes of the data.</param>
public sealed record SafetensorsEntry(string Name, ScalarType Type, long[] Shape, long Begin, long Length)
{
    private static readonly (ScalarType Type, string Name, int Size)[] Types =
    [
        (ScalarType.Float64, "F64", 8),
        (ScalarType.Int64, "I64", 8),
        (ScalarType.Float32, "F32", 4),
        (ScalarType.Int32, "I32", 4),
        (ScalarType.Float16, "F16", 2),
        (ScalarType.BFloat16, "BF16", 2),
        (ScalarType.Byte, "U8", 1),
        (ScalarType.Bool, "BOOL", 1),
    ];

    /// <summary>The place after the last byte.</summary>
    public long End => Begin + Length;

    /// <summary>How many numbers it holds.</summary>
    public long Elements => Length / ElementSize(Type)!.Value;

    /// <summary>The format's name of the type.</summary>
    public string TypeName => Types.First(known => known.Type == Type).Name;

    /// <summary>The bytes of an element, or null for a type that the format does not have.</summary>
    internal static int? ElementSize(ScalarType type)
    {
        var found = Types.FirstOrDefault(known => known.Type == type);
        return found.Name is null ? null : found.Size;
    }

    /// <summary>The type by the format's name, or null.</summary>
    internal static ScalarType? TypeByName(string? name)
    {
        var found = Types.FirstOrDefault(known => known.Name == name);
        return found.Name is null ? null : found.Type;
    }

    /// <summary>
    /// The bytes that a tensor takes, or null when a size is negative or the product too large for a file. The strides of an empty tensor
    /// must be numbers too.
    /// </summary>
    internal static long? ByteLength(ScalarType type, ReadOnlySpan<long> shape)
    {
        Int128 length = ElementSize(type) ?? 0;
        foreach (var size in shape)
        {
            if (size < 0 || (length *= Math.Max(1, size)) > long.MaxValue)
            {
                return null;
            }
        }

        return shape.Contains(0) ? 0 : (long)length;
    }
}
