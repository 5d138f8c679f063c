using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>Lets native methods take and give <see cref="Tensor"/> itself. Going in, the tensor is kept from the finalizer until the
/// call is over (its handle alone would not do that) and null is the undefined tensor; coming out, a failure throws.</summary>
[CustomMarshaller(typeof(Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
[CustomMarshaller(typeof(Tensor), MarshalMode.ManagedToUnmanagedOut, typeof(Out))]
internal static class TensorMarshaller
{
    internal ref struct In
    {
        private Tensor? tensor;

        public void FromManaged(Tensor? managed) => tensor = managed;

        public readonly nint ToUnmanaged() => tensor is null ? 0 : tensor.Handle;

        public readonly void Free() => GC.KeepAlive(tensor);
    }

    internal static class Out
    {
        public static Tensor ConvertToManaged(nint handle) => Tensor.Wrap(handle);
    }
}

/// <summary>Tensors on their way into a native method (a null element is the undefined tensor).</summary>
[NativeMarshalling(typeof(TensorListMarshaller))]
internal readonly ref struct TensorList
{
    internal readonly ReadOnlySpan<Tensor?> Tensors;

    private TensorList(ReadOnlySpan<Tensor?> tensors) => Tensors = tensors;

    public static implicit operator TensorList(Tensor?[]? tensors) => new(tensors);

    public static implicit operator TensorList(ReadOnlySpan<Tensor> tensors) => new(tensors!);

    public static implicit operator TensorList(List<Tensor> tensors) => new(CollectionsMarshal.AsSpan(tensors)!);

    internal static TensorList Of(IEnumerable<Tensor>? tensors) => tensors switch
    {
        null => default,
        Tensor[] array => array,
        List<Tensor> list => list,
        _ => tensors.ToArray(),
    };
}

[CustomMarshaller(typeof(TensorList), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
internal static class TensorListMarshaller
{
    internal unsafe ref struct In
    {
        private ReadOnlySpan<Tensor?> tensors;
        private nint[] handles;

        public void FromManaged(TensorList managed)
        {
            tensors = managed.Tensors;
            handles = new nint[tensors.Length];
            for (int i = 0; i < handles.Length; i++)
            {
                handles[i] = tensors[i] is { } tensor ? tensor.Handle : 0;
            }
        }

        public readonly ref nint GetPinnableReference() => ref MemoryMarshal.GetArrayDataReference(handles);

        public readonly NativeTensorList ToUnmanaged() =>
            new() { Handles = (nint*)Unsafe.AsPointer(ref GetPinnableReference()), Count = handles.Length };

        public readonly void Free()
        {
            for (int i = 0; i < tensors.Length; i++)
            {
                GC.KeepAlive(tensors[i]);
            }
        }
    }
}

/// <summary>Sizes, dimensions and the like on their way into a native method.</summary>
[NativeMarshalling(typeof(LongListMarshaller))]
internal readonly ref struct LongList
{
    internal readonly ReadOnlySpan<long> Values;

    private LongList(ReadOnlySpan<long> values) => Values = values;

    public static implicit operator LongList(long[]? values) => new(values);

    public static implicit operator LongList(ReadOnlySpan<long> values) => new(values);

    public static implicit operator LongList(Span<long> values) => new(values);
}

[CustomMarshaller(typeof(LongList), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
internal static class LongListMarshaller
{
    internal unsafe ref struct In
    {
        private ReadOnlySpan<long> values;

        public void FromManaged(LongList managed) => values = managed.Values;

        public readonly ref long GetPinnableReference() => ref MemoryMarshal.GetReference(values);

        public readonly NativeLongList ToUnmanaged() =>
            new() { Values = (long*)Unsafe.AsPointer(ref GetPinnableReference()), Count = values.Length };

        public readonly void Free()
        {
        }
    }
}

/// <summary>Several tensors coming out of a native method (an ASR_TENSORS export).</summary>
[CustomMarshaller(typeof(Tensor[]), MarshalMode.ManagedToUnmanagedOut, typeof(TensorsMarshaller))]
internal static unsafe class TensorsMarshaller
{
    public static Tensor[] ConvertToManaged(nint vector)
    {
        if (vector == 0)
        {
            NativeError.Throw();
        }

        var handles = new nint[NativeMethods.asr_tensors_size(vector)];
        fixed (nint* pointer = handles)
        {
            NativeMethods.asr_tensors_take(vector, pointer);
        }

        // An undefined tensor (an unused input of autograd.grad) stays null.
        return Array.ConvertAll(handles, handle => Tensor.WrapOrNull(handle)!);
    }
}
