using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number on its way into an operation. It owns nothing native; it is disposable because TorchSharp's is.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(NativeScalar value, ScalarType type) => (Value, Type) = (value, type);

    public ScalarType Type { get; }

    internal NativeScalar Value { get; }

    public static implicit operator Scalar(byte value) => new((long)value, ScalarType.Int64);

    public static implicit operator Scalar(sbyte value) => new((long)value, ScalarType.Int64);

    public static implicit operator Scalar(short value) => new((long)value, ScalarType.Int64);

    public static implicit operator Scalar(int value) => new(value, ScalarType.Int64);

    public static implicit operator Scalar(long value) => new(value, ScalarType.Int64);

    public static implicit operator Scalar(double value) => new(value, ScalarType.Float64);

    public static implicit operator Scalar(Half value) => new((double)value, ScalarType.Float64);

    public static implicit operator Scalar(bool value) => new(value, ScalarType.Bool);

    public void Dispose()
    {
    }

    internal static Scalar Of(NativeScalar value) =>
        value.IsFloating ? value.AsDouble : value.IsBoolean ? value.AsInt64 != 0 : value.AsInt64;
}
