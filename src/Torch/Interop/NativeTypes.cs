using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp.Interop;

/// <summary>What an ASR_STATUS export returns. Marshalling it back throws on failure, so a call cannot forget to look.</summary>
[NativeMarshalling(typeof(NativeStatusMarshaller))]
internal readonly struct NativeStatus;

[CustomMarshaller(typeof(NativeStatus), MarshalMode.ManagedToUnmanagedOut, typeof(NativeStatusMarshaller))]
internal static class NativeStatusMarshaller
{
    public static NativeStatus ConvertToManaged(int status)
    {
        if (status != 0)
        {
            NativeError.Throw();
        }

        return default;
    }
}

/// <summary>Twin of the shim's ScalarValue; the default value means "none".</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeScalar
{
    private const long Integer = 1, Floating = 2, Boolean = 3;

    private readonly long kind;
    private readonly long bits;

    private NativeScalar(long kind, long bits) => (this.kind, this.bits) = (kind, bits);

    internal bool IsNone => kind == 0;

    internal bool IsFloating => kind == Floating;

    internal bool IsBoolean => kind == Boolean;

    internal double AsDouble => IsFloating ? BitConverter.Int64BitsToDouble(bits) : bits;

    internal long AsInt64 => IsFloating ? (long)BitConverter.Int64BitsToDouble(bits) : bits;

    public static implicit operator NativeScalar(long value) => new(Integer, value);

    public static implicit operator NativeScalar(int value) => new(Integer, value);

    public static implicit operator NativeScalar(float value) => new(Floating, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator NativeScalar(double value) => new(Floating, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator NativeScalar(bool value) => new(Boolean, value ? 1 : 0);

    public static implicit operator NativeScalar(Scalar? value) => value is null ? default : value.Value;
}

/// <summary>Twin of the shim's TensorOptionsValue: what a new tensor shall be; -1 leaves a part to libtorch.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeOptions(torch.ScalarType? dtype, torch.Device? device, bool requiresGrad)
{
    private readonly sbyte dtype = (sbyte?)dtype ?? -1;
    private readonly sbyte deviceType = device is null ? (sbyte)-1 : (sbyte)device.type;
    private readonly short deviceIndex = device is null ? (short)-1 : (short)device.index;
    private readonly int requiresGrad = requiresGrad ? 1 : 0;
}

/// <summary>Twin of the shim's LongList as the native side sees it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeLongList
{
    internal long* Values;
    internal long Count;
}

/// <summary>Twin of the shim's TensorList as the native side sees it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTensorList
{
    internal nint* Handles;
    internal long Count;
}

/// <summary>Twin of the shim's IndexValue: one position of an index expression.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeIndex
{
    internal long Kind;
    internal long Start;
    internal long Stop;
    internal long Step;
    internal nint Tensor;
}

/// <summary>Small values as the C ABI has them.</summary>
internal static class NativeValues
{
    internal static byte Flag(this bool value) => value ? (byte)1 : (byte)0;

    internal static sbyte Ternary(this bool? value) => value is null ? (sbyte)-1 : (sbyte)value.Value.Flag();

    internal static sbyte OrNone(this torch.ScalarType? dtype) => (sbyte?)dtype ?? -1;
}
