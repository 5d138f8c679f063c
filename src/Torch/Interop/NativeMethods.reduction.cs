using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <content>The exports of reduction.cpp.</content>
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial Tensor asr_sum(Tensor self, sbyte dtype);

    [LibraryImport(Library)]
    internal static partial Tensor asr_sum_dims(Tensor self, LongList dims, byte keep, sbyte dtype);

    [LibraryImport(Library)]
    internal static partial Tensor asr_mean(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_mean_dims(Tensor self, LongList dims, byte keep, sbyte dtype);

    [LibraryImport(Library)]
    internal static partial Tensor asr_prod(Tensor self, sbyte dtype);

    [LibraryImport(Library)]
    internal static partial Tensor asr_std(Tensor self, byte unbiased);

    [LibraryImport(Library)]
    internal static partial Tensor asr_std_dims(Tensor self, LongList dims, byte unbiased, byte keep, sbyte dtype);

    [LibraryImport(Library)]
    internal static partial Tensor asr_var(Tensor self, byte unbiased);

    [LibraryImport(Library)]
    internal static partial Tensor asr_var_dims(Tensor self, LongList dims, byte unbiased, byte keep, sbyte dtype);

    [LibraryImport(Library)]
    internal static partial Tensor asr_norm(Tensor self, double p);

    [LibraryImport(Library)]
    internal static partial Tensor asr_norm_dim(Tensor self, double p, long dim, byte keep);

    [LibraryImport(Library)]
    internal static partial Tensor asr_count_nonzero(Tensor self, LongList dims);

    [LibraryImport(Library)]
    internal static partial Tensor asr_max(Tensor self);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_max_dim(Tensor self, long dim, byte keep);

    [LibraryImport(Library)]
    internal static partial Tensor asr_amax(Tensor self, LongList dims, byte keep);

    [LibraryImport(Library)]
    internal static partial Tensor asr_min(Tensor self);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_min_dim(Tensor self, long dim, byte keep);

    [LibraryImport(Library)]
    internal static partial Tensor asr_amin(Tensor self, LongList dims, byte keep);

    [LibraryImport(Library)]
    internal static partial Tensor asr_argmax(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_argmax_dim(Tensor self, long dim, byte keep);

    [LibraryImport(Library)]
    internal static partial Tensor asr_argmin(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_argmin_dim(Tensor self, long dim, byte keep);

    [LibraryImport(Library)]
    internal static partial Tensor asr_all(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_all_dim(Tensor self, long dim, byte keep);

    [LibraryImport(Library)]
    internal static partial Tensor asr_any(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_any_dim(Tensor self, long dim, byte keep);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_sort(Tensor self, long dim, byte descending, byte stable);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_topk(Tensor self, long k, long dim, byte largest, byte sorted);

    [LibraryImport(Library)]
    internal static partial Tensor asr_argsort(Tensor self, long dim, byte descending);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_allclose(Tensor self, Tensor other, double rtol, double atol, byte equal_nan, out int result);

    [LibraryImport(Library)]
    internal static partial Tensor asr_logsumexp(Tensor self, long dim, byte keep);

    [LibraryImport(Library)]
    internal static partial Tensor asr_softmax(Tensor self, long dim, sbyte dtype);

    [LibraryImport(Library)]
    internal static partial Tensor asr_log_softmax(Tensor self, long dim, sbyte dtype);

    [LibraryImport(Library)]
    internal static partial Tensor asr_stft(
        Tensor self, long n_fft, long hop, long window_length, Tensor? window, byte center,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string pad_mode, byte normalized, sbyte onesided, sbyte return_complex);

    [LibraryImport(Library)]
    internal static partial Tensor asr_istft(
        Tensor self, long n_fft, long hop, long window_length, Tensor? window, byte center,
        byte normalized, sbyte onesided, long length, byte return_complex);
}
