using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Indexing, gathering and masking.</content>
    public unsafe partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => index(Array.ConvertAll(indices, static i => TensorIndex.Single(i)));
            set => index_put_(value, Array.ConvertAll(indices, static i => TensorIndex.Single(i)));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => index(TensorIndex.Single(i1));
            set => index_put_(value, TensorIndex.Single(i1));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(TensorIndex.Single(i1), TensorIndex.Single(i2));
            set => index_put_(value, TensorIndex.Single(i1), TensorIndex.Single(i2));
        }

        public Tensor index(params TensorIndex[] indices)
        {
            fixed (NativeIndex* values = Native(indices))
            {
                Tensor result = NativeMethods.asr_index(this, values, indices.Length);
                GC.KeepAlive(indices);
                return result;
            }
        }

        public Tensor index(params Tensor[] indices) => index(AsIndices(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            fixed (NativeIndex* values = Native(indices))
            {
                NativeMethods.asr_index_put_(this, values, indices.Length, value);
                GC.KeepAlive(indices);
                return this;
            }
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, AsIndices(indices));

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            fixed (NativeIndex* values = Native(indices))
            {
                NativeMethods.asr_index_put_scalar_(this, values, indices.Length, value);
                GC.KeepAlive(indices);
                return this;
            }
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, AsIndices(indices));

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false)
        {
            NativeMethods.asr_index_put_accumulate_(this, indices, value, accumulate.Flag());
            return this;
        }

        public Tensor index_select(long dim, Tensor index) => NativeMethods.asr_index_select(this, dim, index);

        public Tensor gather(long dim, Tensor index) => NativeMethods.asr_gather(this, dim, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => NativeMethods.asr_scatter(this, dim, index, src);

        public Tensor masked_fill(Tensor mask, Scalar value) => NativeMethods.asr_masked_fill(this, mask, value);

        public Tensor masked_select(Tensor mask) => NativeMethods.asr_masked_select(this, mask);

        public Tensor nonzero() => NativeMethods.asr_nonzero(this);

        private static TensorIndex[] AsIndices(Tensor[] tensors) => Array.ConvertAll(tensors, TensorIndex.Tensor);

        private static NativeIndex[] Native(TensorIndex[] indices) => Array.ConvertAll(indices, static index => index.ToNative());
    }
}
