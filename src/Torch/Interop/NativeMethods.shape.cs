using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <content>The exports of shape.cpp.</content>
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial Tensor asr_view(Tensor self, LongList size);

    [LibraryImport(Library)]
    internal static partial Tensor asr_reshape(Tensor self, LongList size);

    [LibraryImport(Library)]
    internal static partial Tensor asr_flatten(Tensor self, long start, long end);

    [LibraryImport(Library)]
    internal static partial Tensor asr_unflatten(Tensor self, long dim, LongList sizes);

    [LibraryImport(Library)]
    internal static partial Tensor asr_transpose(Tensor self, long dim0, long dim1);

    [LibraryImport(Library)]
    internal static partial Tensor asr_permute(Tensor self, LongList dims);

    [LibraryImport(Library)]
    internal static partial Tensor asr_t(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_numpy_T(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_mT(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_squeeze(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_view_as_real(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_view_as_complex(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_nonzero(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_expand(Tensor self, LongList sizes, byte isImplicit);

    [LibraryImport(Library)]
    internal static partial Tensor asr_expand_as(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_unsqueeze(Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial Tensor asr_squeeze_dim(Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial Tensor asr_unfold(Tensor self, long dim, long size, long step);

    [LibraryImport(Library)]
    internal static partial Tensor asr_narrow(Tensor self, long dim, long start, long length);

    [LibraryImport(Library)]
    internal static partial Tensor asr_slice(Tensor self, long dim, long start, long end, long step);

    [LibraryImport(Library)]
    internal static partial Tensor asr_select(Tensor self, long dim, long index);

    [LibraryImport(Library)]
    internal static partial Tensor asr_flip(Tensor self, LongList dims);

    [LibraryImport(Library)]
    internal static partial Tensor asr_roll(Tensor self, LongList shifts, LongList dims);

    [LibraryImport(Library)]
    internal static partial Tensor asr_repeat(Tensor self, LongList sizes);

    [LibraryImport(Library)]
    internal static partial Tensor asr_tile(Tensor self, LongList repetitions);

    [LibraryImport(Library)]
    internal static partial Tensor asr_repeat_interleave(Tensor self, Tensor repeats, long* dim);

    [LibraryImport(Library)]
    internal static partial Tensor asr_tril(Tensor self, long diagonal);

    [LibraryImport(Library)]
    internal static partial Tensor asr_triu(Tensor self, long diagonal);

    [LibraryImport(Library)]
    internal static partial Tensor asr_index_select(Tensor self, long dim, Tensor index);

    [LibraryImport(Library)]
    internal static partial Tensor asr_gather(Tensor self, long dim, Tensor index);

    [LibraryImport(Library)]
    internal static partial Tensor asr_scatter(Tensor self, long dim, Tensor index, Tensor source);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_scatter_(Tensor self, long dim, Tensor index, Tensor source);

    [LibraryImport(Library)]
    internal static partial Tensor asr_masked_fill(Tensor self, Tensor mask, NativeScalar value);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_masked_fill_(Tensor self, Tensor mask, NativeScalar value);

    [LibraryImport(Library)]
    internal static partial Tensor asr_masked_select(Tensor self, Tensor mask);

    [LibraryImport(Library)]
    internal static partial Tensor asr_where(Tensor condition, Tensor x, Tensor y);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_where_indices(Tensor condition);

    [LibraryImport(Library)]
    internal static partial Tensor asr_cat(TensorList tensors, long dim);

    [LibraryImport(Library)]
    internal static partial Tensor asr_stack(TensorList tensors, long dim);

    [LibraryImport(Library)]
    internal static partial Tensor asr_hstack(TensorList tensors);

    [LibraryImport(Library)]
    internal static partial Tensor asr_vstack(TensorList tensors);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_split(Tensor self, long size, long dim);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_split_with_sizes(Tensor self, LongList sizes, long dim);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_chunk(Tensor self, long chunks, long dim);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_unbind(Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial Tensor asr_index(Tensor self, NativeIndex* values, long count);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_index_put_(Tensor self, NativeIndex* values, long count, Tensor source);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_index_put_scalar_(Tensor self, NativeIndex* values, long count, NativeScalar source);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_index_put_accumulate_(Tensor self, TensorList indices, Tensor source, byte accumulate);
}
