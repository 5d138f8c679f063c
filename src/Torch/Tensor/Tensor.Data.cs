using System.Runtime.CompilerServices;
using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Element values on the managed side.</content>
    public unsafe partial class Tensor
    {
        /// <summary>The memory of a contiguous CPU tensor; valid as long as the tensor lives.</summary>
        public Span<byte> bytes
        {
            get
            {
                RequireCpu();
                if (!is_contiguous())
                {
                    throw new InvalidOperationException(
                        "The bytes of a tensor can be seen only when it is contiguous: call contiguous() first.");
                }

                return new Span<byte>(NativeMethods.asr_data_ptr(this), checked((int)(NumberOfElements * element_size())));
            }

            set
            {
                Span<byte> target = bytes;
                if (value.Length != target.Length)
                {
                    throw new ArgumentException($"The tensor holds {target.Length} bytes; {value.Length} were given.", nameof(value));
                }

                value.CopyTo(target);
                GC.KeepAlive(this);
            }
        }

        /// <summary>Elements in logical order. The tensor must be on the CPU and hold exactly this type.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            RequireCpu();
            RequireElementType<T>();
            return new TensorAccessor<T>(this);
        }

        /// <summary>The only element, which must be of exactly this type; on a GPU this waits for it.</summary>
        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
            {
                throw new ArgumentException($"item() needs a tensor of one element; this one has {NumberOfElements}.");
            }

            RequireElementType<T>();
            if (device_type == DeviceType.CPU)
            {
                T value = *(T*)NativeMethods.asr_data_ptr(this);
                GC.KeepAlive(this);
                return value;
            }

            using Tensor copy = To(null, CPU, false, false, false);
            return copy.item<T>();
        }

        public T ReadCpuValue<T>(long i) where T : unmanaged => data<T>()[i];

        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);

        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);

        public Scalar ToScalar() => Scalar.Of(ItemValue());

        public bool is_nonzero() => ItemValue() is var value && (value.IsFloating ? value.AsDouble != 0 : value.AsInt64 != 0);

        internal NativeScalar ItemValue()
        {
            NativeMethods.asr_item(this, out NativeScalar value);
            return value;
        }

        internal void* DataPointer() => NativeMethods.asr_data_ptr(this);

        private void RequireCpu()
        {
            if (device_type != DeviceType.CPU)
            {
                throw new InvalidOperationException($"Elements can be read on the CPU only; this tensor is on {device}. Call cpu() first.");
            }
        }

        private void RequireElementType<T>() where T : unmanaged
        {
            ScalarType found = dtype;
            if (ElementType.Of<T>() is not { } wanted || wanted != found)
            {
                throw new ArgumentException(
                    $"The tensor holds {found}, which cannot be read as {typeof(T).Name}. Convert it with to() first.");
            }
        }
    }

    /// <summary>Which C# type holds an element of which tensor type.</summary>
    internal static class ElementType
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static ScalarType? Of<T>() =>
            typeof(T) == typeof(float) ? ScalarType.Float32
            : typeof(T) == typeof(double) ? ScalarType.Float64
            : typeof(T) == typeof(long) ? ScalarType.Int64
            : typeof(T) == typeof(int) ? ScalarType.Int32
            : typeof(T) == typeof(bool) ? ScalarType.Bool
            : typeof(T) == typeof(byte) ? ScalarType.Byte
            : typeof(T) == typeof(sbyte) ? ScalarType.Int8
            : typeof(T) == typeof(short) ? ScalarType.Int16
            : typeof(T) == typeof(Half) ? ScalarType.Float16
            : typeof(T) == typeof(System.Numerics.Complex) ? ScalarType.ComplexFloat64
            : null;

        internal static ScalarType Of(Type type) =>
            type == typeof(float) ? ScalarType.Float32
            : type == typeof(double) ? ScalarType.Float64
            : type == typeof(long) ? ScalarType.Int64
            : type == typeof(int) ? ScalarType.Int32
            : type == typeof(bool) ? ScalarType.Bool
            : type == typeof(byte) ? ScalarType.Byte
            : type == typeof(sbyte) ? ScalarType.Int8
            : type == typeof(short) ? ScalarType.Int16
            : type == typeof(Half) ? ScalarType.Float16
            : throw new NotSupportedException($"An array of {type.Name} cannot become a tensor.");
    }
}
