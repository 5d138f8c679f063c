using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <content>The same elements in another shape, and parts of a tensor.</content>
    public unsafe partial class Tensor
    {
        public Tensor T => NativeMethods.asr_numpy_T(this);

        public Tensor mT => NativeMethods.asr_mT(this);

        public Tensor view(params long[] shape) => NativeMethods.asr_view(this, shape);

        public Tensor view_as(Tensor other) => view(other.shape);

        public Tensor view_as_real() => NativeMethods.asr_view_as_real(this);

        public Tensor view_as_complex() => NativeMethods.asr_view_as_complex(this);

        public Tensor reshape(params long[] shape) => NativeMethods.asr_reshape(this, shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => NativeMethods.asr_flatten(this, start_dim, end_dim);

        public Tensor unflatten(long dim, params long[] sizes) => NativeMethods.asr_unflatten(this, dim, sizes);

        public Tensor transpose(long dim0, long dim1) => NativeMethods.asr_transpose(this, dim0, dim1);

        public Tensor permute(params long[] permutation) => NativeMethods.asr_permute(this, permutation);

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor t() => NativeMethods.asr_t(this);

        public Tensor expand(params long[] sizes) => NativeMethods.asr_expand(this, sizes, 0);

        public Tensor expand(long[] sizes, bool isImplicit = false) => NativeMethods.asr_expand(this, sizes, isImplicit.Flag());

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) =>
            NativeMethods.asr_expand(this, sizes, isImplicit.Flag());

        public Tensor expand_as(Tensor other) => NativeMethods.asr_expand_as(this, other);

        public Tensor unsqueeze(long dim) => NativeMethods.asr_unsqueeze(this, dim);

        public Tensor squeeze(long? dim = null) =>
            dim is null ? NativeMethods.asr_squeeze(this) : NativeMethods.asr_squeeze_dim(this, dim.Value);

        public Tensor unfold(long dimension, long size, long step) => NativeMethods.asr_unfold(this, dimension, size, step);

        public Tensor narrow(long dim, long start, long length) => NativeMethods.asr_narrow(this, dim, start, length);

        public Tensor slice(long dim, long start, long finish, long step) => NativeMethods.asr_slice(this, dim, start, finish, step);

        public Tensor select(long dim, long index) => NativeMethods.asr_select(this, dim, index);

        public Tensor flip(params long[] dims) => NativeMethods.asr_flip(this, dims);

        public Tensor roll(long shifts, long? dims = null) => roll([shifts], dims is null ? [] : [dims.Value]);

        public Tensor roll(long[] shifts) => roll(shifts, []);

        public Tensor roll(long[] shifts, long[] dims) => NativeMethods.asr_roll(this, shifts, dims);

        public Tensor repeat(params long[] sizes) => NativeMethods.asr_repeat(this, sizes);

        public Tensor tile(long[] reps) => NativeMethods.asr_tile(this, reps);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null)
        {
            // The output's size is a hint that spares a GPU a wait; it changes no result.
            long position = dim.GetValueOrDefault();
            return NativeMethods.asr_repeat_interleave(this, repeats, dim.HasValue ? &position : null);
        }

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null)
        {
            using Tensor count = tensor(repeats, device: device);
            return repeat_interleave(count, dim, output_size);
        }

        public Tensor tril(long diagonal = 0) => NativeMethods.asr_tril(this, diagonal);

        public Tensor triu(long diagonal = 0) => NativeMethods.asr_triu(this, diagonal);

        public Tensor[] split(long size, int dim = 0) => NativeMethods.asr_split(this, size, dim);

        public Tensor[] split(params long[] sizes) => NativeMethods.asr_split_with_sizes(this, sizes, 0);

        public Tensor[] split(long[] sizes, long dim = 0) => NativeMethods.asr_split_with_sizes(this, sizes, dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => NativeMethods.asr_split_with_sizes(this, sizes, dim);

        public Tensor[] chunk(long chunks, long dim = 0L) => NativeMethods.asr_chunk(this, chunks, dim);

        public Tensor[] unbind(long dimension = 0L) => NativeMethods.asr_unbind(this, dimension);
    }
}
