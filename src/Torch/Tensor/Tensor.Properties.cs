using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <content>What a tensor is: shape, element type, place.</content>
    public unsafe partial class Tensor
    {
        public long Dimensions => NativeMethods.asr_dim(this);

        public long ndim => NativeMethods.asr_dim(this);

        public long NumberOfElements => NativeMethods.asr_numel(this);

        public ScalarType dtype => (ScalarType)NativeMethods.asr_dtype(this);

        public DeviceType device_type => (DeviceType)NativeMethods.asr_device_type(this);

        public int device_index => NativeMethods.asr_device_index(this);

        public Device device => new(device_type, device_index);

        public bool is_cuda => device_type == DeviceType.CUDA;

        public long[] shape
        {
            get
            {
                var sizes = new long[Dimensions];
                fixed (long* pointer = sizes)
                {
                    _ = NativeMethods.asr_sizes(this, pointer);
                }

                return sizes;
            }
        }

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => NativeMethods.asr_element_size(this);

        public long storage_offset() => NativeMethods.asr_storage_offset(this);

        public long[] size() => shape;

        public long size(int dim) => shape[Position(dim)];

        public long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* pointer = strides)
            {
                _ = NativeMethods.asr_strides(this, pointer);
            }

            return strides;
        }

        public long stride(int dim) => stride()[Position(dim)];

        public bool is_contiguous() => NativeMethods.asr_is_contiguous(this) != 0;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_pinned() => NativeMethods.asr_is_pinned(this) != 0;

        public bool is_floating_point() =>
            dtype is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

        public bool is_complex() => dtype is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

        public override string ToString() =>
            IsInvalid ? "(disposed tensor)" : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        private int Position(int dim)
        {
            int rank = (int)Dimensions;
            return dim >= -rank && dim < rank ? (dim < 0 ? dim + rank : dim)
                : throw new ArgumentOutOfRangeException(nameof(dim), dim, $"The tensor has {rank} dimensions.");
        }
    }
}
