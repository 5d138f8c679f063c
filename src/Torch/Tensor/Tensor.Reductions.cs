using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Reductions, orders and softmax.</content>
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => NativeMethods.asr_sum(this, type.OrNone());

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            NativeMethods.asr_sum_dims(this, dim, keepdim.Flag(), type.OrNone());

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => sum((ReadOnlySpan<long>)dim, keepdim, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1, dim2], keepdim, type);

        public Tensor prod(ScalarType? type = null) => NativeMethods.asr_prod(this, type.OrNone());

        public Tensor mean() => NativeMethods.asr_mean(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            NativeMethods.asr_mean_dims(this, dimensions, keepdim.Flag(), type.OrNone());

        public Tensor std(bool unbiased = true) => NativeMethods.asr_std(this, unbiased.Flag());

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            NativeMethods.asr_std_dims(this, dimensions, unbiased.Flag(), keepdim.Flag(), type.OrNone());

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std([dim], unbiased, keepdim, type);

        public Tensor var(bool unbiased = true) => NativeMethods.asr_var(this, unbiased.Flag());

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            NativeMethods.asr_var_dims(this, dimensions, unbiased.Flag(), keepdim.Flag(), type.OrNone());

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var([dim], unbiased, keepdim, type);

        public Tensor norm(float p = 2.0f) => NativeMethods.asr_norm(this, p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => NativeMethods.asr_norm_dim(this, p, dim, keepdim.Flag());

        public Tensor count_nonzero(long[]? dims = null) => NativeMethods.asr_count_nonzero(this, dims);

        public Tensor max() => NativeMethods.asr_max(this);

        public Tensor max(Tensor other) => maximum(other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) =>
            Pair(NativeMethods.asr_max_dim(this, dim, keepdim.Flag()));

        public Tensor amax(params long[] dims) => NativeMethods.asr_amax(this, dims, 0);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => amax((ReadOnlySpan<long>)dims, keepdim, @out);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null)
        {
            RefuseOut(@out);
            return NativeMethods.asr_amax(this, dims, keepdim.Flag());
        }

        public Tensor argmax() => NativeMethods.asr_argmax(this);

        public Tensor argmax(long dim, bool keepdim = false) => NativeMethods.asr_argmax_dim(this, dim, keepdim.Flag());

        public Tensor min() => NativeMethods.asr_min(this);

        public Tensor min(Tensor other) => minimum(other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) =>
            Pair(NativeMethods.asr_min_dim(this, dim, keepdim.Flag()));

        public Tensor amin(params long[] dims) => NativeMethods.asr_amin(this, dims, 0);

        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => amin((ReadOnlySpan<long>)dims, keepdim, @out);

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null)
        {
            RefuseOut(@out);
            return NativeMethods.asr_amin(this, dims, keepdim.Flag());
        }

        public Tensor argmin() => NativeMethods.asr_argmin(this);

        public Tensor argmin(long dim, bool keepdim = false) => NativeMethods.asr_argmin_dim(this, dim, keepdim.Flag());

        public Tensor all() => NativeMethods.asr_all(this);

        public Tensor all(long dim, bool keepdim = false) => NativeMethods.asr_all_dim(this, dim, keepdim.Flag());

        public Tensor any() => NativeMethods.asr_any(this);

        public Tensor any(long dim, bool keepdim = false) => NativeMethods.asr_any_dim(this, dim, keepdim.Flag());

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Pair(NativeMethods.asr_sort(this, dim, descending.Flag(), stable.Flag()));

        public Tensor argsort(long dim = -1, bool descending = false) => NativeMethods.asr_argsort(this, dim, descending.Flag());

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Pair(NativeMethods.asr_topk(this, k, dim, largest.Flag(), sorted.Flag()));

        public Tensor logsumexp(long dim, bool keepdim = false) => NativeMethods.asr_logsumexp(this, dim, keepdim.Flag());

        public Tensor softmax(long dim, ScalarType? dtype = null) => NativeMethods.asr_softmax(this, dim, dtype.OrNone());

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => NativeMethods.asr_log_softmax(this, dim, dtype.OrNone());

        private static (Tensor, Tensor) Pair(Tensor[] both) => (both[0], both[1]);

        private static void RefuseOut(Tensor? @out)
        {
            if (@out is not null)
            {
                throw new NotSupportedException("Writing to a given tensor is not part of this binding.");
            }
        }
    }
}
