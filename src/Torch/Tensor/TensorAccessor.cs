using System.Collections;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>The elements of a CPU tensor in logical order, whatever its strides are.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly Tensor tensor;
    private readonly T* elements;
    private readonly long[] shape;
    private readonly long[] strides;
    private readonly bool contiguous;

    internal TensorAccessor(Tensor tensor)
    {
        this.tensor = tensor;
        elements = (T*)tensor.DataPointer();
        shape = tensor.shape;
        strides = tensor.stride();
        contiguous = tensor.is_contiguous();
        Count = tensor.NumberOfElements;
    }

    public long Count { get; }

    /// <summary>One index for each dimension, or a single one that counts elements in logical order.</summary>
    public T this[params long[] indices]
    {
        get
        {
            RequireAlive();
            T value = elements[Offset(indices)];
            GC.KeepAlive(tensor);
            return value;
        }

        set
        {
            RequireAlive();
            elements[Offset(indices)] = value;
            GC.KeepAlive(tensor);
        }
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array.AsSpan());
        return array;
    }

    /// <summary>A rectangular array of the tensor's shape.</summary>
    public Array ToNDArray()
    {
        if (shape.Length <= 1)
        {
            return ToArray();
        }

        Array array = Array.CreateInstance(typeof(T), shape);
        CopyTo(MemoryMarshal.CreateSpan(ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(
            ref MemoryMarshal.GetArrayDataReference(array)), checked((int)Count)));
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies from <paramref name="tensorIndex"/> on, until the tensor or the span ends.</summary>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Span<T> target = Part(array.Length, arrayIndex, tensorIndex) is var count ? array.Slice(arrayIndex, count) : default;
        if (contiguous)
        {
            new ReadOnlySpan<T>(elements + tensorIndex, count).CopyTo(target);
        }
        else
        {
            var walk = new Walk(this, tensorIndex);
            for (int i = 0; i < count; i++)
            {
                target[i] = elements[walk.Next()];
            }
        }

        GC.KeepAlive(tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        int count = Part(array.Length, arrayIndex, tensorIndex);
        ReadOnlySpan<T> source = array.Slice(arrayIndex, count);
        if (contiguous)
        {
            source.CopyTo(new Span<T>(elements + tensorIndex, count));
        }
        else
        {
            var walk = new Walk(this, tensorIndex);
            foreach (T value in source)
            {
                elements[walk.Next()] = value;
            }
        }

        GC.KeepAlive(tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Nothing to do: the tensor belongs to its owner.</summary>
    public void Dispose()
    {
    }

    private int Part(int arrayLength, int arrayIndex, long tensorIndex)
    {
        RequireAlive();
        ArgumentOutOfRangeException.ThrowIfNegative(tensorIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tensorIndex, Count);
        ArgumentOutOfRangeException.ThrowIfNegative(arrayIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(arrayIndex, arrayLength);
        return (int)Math.Min(arrayLength - arrayIndex, Count - tensorIndex);
    }

    private long Offset(long[] indices)
    {
        if (indices.Length == 1 && shape.Length != 1)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(indices[0]);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[0], Count);
            return new Walk(this, indices[0]).Next();
        }

        if (indices.Length != shape.Length)
        {
            throw new ArgumentException($"The tensor has {shape.Length} dimensions; {indices.Length} indices were given.");
        }

        long offset = 0;
        for (int d = 0; d < indices.Length; d++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(indices[d]);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[d], shape[d]);
            offset += indices[d] * strides[d];
        }

        return offset;
    }

    // The pointer is only good while the tensor is: a disposed one must not be read.
    private void RequireAlive() => _ = tensor.Handle;

    /// <summary>Offsets of successive elements in logical order.</summary>
    private struct Walk
    {
        private readonly long[] shape;
        private readonly long[] strides;
        private readonly long[] position;
        private long offset;

        internal Walk(TensorAccessor<T> accessor, long start)
        {
            (shape, strides) = (accessor.shape, accessor.strides);
            position = new long[shape.Length];
            for (int d = shape.Length - 1; d >= 0 && start > 0; d--)
            {
                position[d] = start % shape[d];
                start /= shape[d];
                offset += position[d] * strides[d];
            }
        }

        internal long Next()
        {
            long current = offset;
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                offset += strides[d];
                if (++position[d] < shape[d])
                {
                    break;
                }

                offset -= position[d] * strides[d];
                position[d] = 0;
            }

            return current;
        }
    }
}
