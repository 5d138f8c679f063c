using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <content>The exports of tensor.cpp.</content>
internal static unsafe partial class NativeMethods
{
    // Freeing may run long (unmapping, a whole graph), so it is an ordinary call.
    [LibraryImport(Library)]
    internal static partial void asr_tensor_free(nint tensor);

    // Getters return at once and call nothing back, so they go without a GC transition.
    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long asr_tensor_owned_bytes(nint tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long asr_dim(Tensor self);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long asr_numel(Tensor self);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long asr_element_size(Tensor self);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long asr_storage_offset(Tensor self);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int asr_dtype(Tensor self);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int asr_device_type(Tensor self);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int asr_device_index(Tensor self);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int asr_is_contiguous(Tensor self);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int asr_requires_grad(Tensor self);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int asr_is_leaf(Tensor self);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int asr_sizes(Tensor self, long* sizes);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int asr_strides(Tensor self, long* strides);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void* asr_data_ptr(Tensor self);

    [LibraryImport(Library)]
    internal static partial int asr_is_pinned(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_get_default_dtype(out int dtype);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_set_default_dtype(int dtype);

    [LibraryImport(Library)]
    internal static partial Tensor asr_empty(LongList size, NativeOptions options);

    [LibraryImport(Library)]
    internal static partial Tensor asr_zeros(LongList size, NativeOptions options);

    [LibraryImport(Library)]
    internal static partial Tensor asr_ones(LongList size, NativeOptions options);

    [LibraryImport(Library)]
    internal static partial Tensor asr_full(LongList size, NativeScalar value, NativeOptions options);

    [LibraryImport(Library)]
    internal static partial Tensor asr_empty_like(Tensor self, NativeOptions options);

    [LibraryImport(Library)]
    internal static partial Tensor asr_zeros_like(Tensor self, NativeOptions options);

    [LibraryImport(Library)]
    internal static partial Tensor asr_ones_like(Tensor self, NativeOptions options);

    [LibraryImport(Library)]
    internal static partial Tensor asr_full_like(Tensor self, NativeScalar value, NativeOptions options);

    [LibraryImport(Library)]
    internal static partial Tensor asr_eye(long rows, long columns, NativeOptions options);

    [LibraryImport(Library)]
    internal static partial Tensor asr_linspace(double start, double end, long steps, NativeOptions options);

    [LibraryImport(Library)]
    internal static partial Tensor asr_arange(NativeScalar start, NativeScalar stop, NativeScalar step, NativeOptions options);

    [LibraryImport(Library)]
    internal static partial Tensor asr_hann_window(long length, byte periodic, NativeOptions options);

    [LibraryImport(Library)]
    internal static partial Tensor asr_hamming_window(long length, byte periodic, double alpha, double beta, NativeOptions options);

    [LibraryImport(Library)]
    internal static partial Tensor asr_tensor_of(void* elements, long bytes, LongList size, sbyte dtype, NativeOptions options);

    [LibraryImport(Library)]
    internal static partial Tensor asr_from_blob(void* elements, LongList size, sbyte dtype, NativeOptions options, nint context,
        delegate* unmanaged<nint, void> release);

    [LibraryImport(Library)]
    internal static partial Tensor asr_to(Tensor self, NativeOptions options, byte non_blocking, byte copy);

    [LibraryImport(Library)]
    internal static partial Tensor asr_clone(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_contiguous(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_alias(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_detach(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_pin_memory(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_detach_(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_copy_(Tensor self, Tensor source, byte non_blocking);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_fill_(Tensor self, NativeScalar value);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_zero_(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_item(Tensor self, out NativeScalar value);
}
