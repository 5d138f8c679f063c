using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One position of an index expression, as in PyTorch's square brackets.</summary>
    public readonly struct TensorIndex
    {
        internal const long KindNone = 0, KindEllipsis = 1, KindInteger = 2, KindBoolean = 3, KindSlice = 4, KindTensor = 5;

        /// <summary>A new axis of size one.</summary>
        public static readonly TensorIndex None = new(KindNone);

        public static readonly TensorIndex Null = new(KindNone);

        public static readonly TensorIndex Ellipsis = new(KindEllipsis);

        public static readonly TensorIndex Colon = Slice(null, null, null);

        private readonly long kind, start, stop, step;
        private readonly Tensor? tensor;

        private TensorIndex(long kind, long start = 0, long stop = 0, long step = 0, Tensor? tensor = null) =>
            (this.kind, this.start, this.stop, this.step, this.tensor) = (kind, start, stop, step, tensor);

        internal bool IsTensor => kind == KindTensor;

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new(KindSlice, start ?? 0, stop ?? long.MaxValue, step ?? 1);

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd && range.Start.Value == 0 ? long.MaxValue : FromEnd(range.Start),
            range.End.IsFromEnd && range.End.Value == 0 ? null : FromEnd(range.End));

        public static TensorIndex Single(long? index) => index is null ? None : new TensorIndex(KindInteger, index.Value);

        public static TensorIndex Bool(bool value) => new(KindBoolean, value ? 1 : 0);

        public static TensorIndex Tensor(Tensor tensor) => new(KindTensor, tensor: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(FromEnd(index));

        /// <summary>For the call; the caller keeps the tensor alive until it is over.</summary>
        internal NativeIndex ToNative() =>
            new() { Kind = kind, Start = start, Stop = stop, Step = step, Tensor = tensor is null ? 0 : tensor.Handle };

        private static long FromEnd(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }
}
