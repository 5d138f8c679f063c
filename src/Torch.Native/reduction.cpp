// Reductions, orders, softmax and spectra. A null list of dimensions is every dimension.
#include "shim.h"

namespace {

TensorVector pair(std::tuple<at::Tensor, at::Tensor>&& both) { return {std::get<0>(std::move(both)), std::get<1>(std::move(both))}; }

Optional<int64_t> positive(int64_t value) { return value < 0 ? Optional<int64_t>() : Optional<int64_t>(value); }

Optional<bool> ternary(int8_t value) { return value < 0 ? Optional<bool>() : Optional<bool>(value != 0); }

at::Tensor in_dtype(const at::Tensor& tensor, int8_t dtype) {
  return dtype < 0 ? tensor : tensor.to(static_cast<at::ScalarType>(dtype));
}

} // namespace

ASR_TENSOR(asr_sum, (Handle self, int8_t dtype), at::sum(*self, asr_optional_dtype(dtype)))
ASR_TENSOR(asr_sum_dims, (Handle self, LongList dims, uint8_t keep, int8_t dtype),
           at::sum(*self, at::IntArrayRef(dims), keep != 0, asr_optional_dtype(dtype)))
ASR_TENSOR(asr_mean, (Handle self), at::mean(*self))
ASR_TENSOR(asr_mean_dims, (Handle self, LongList dims, uint8_t keep, int8_t dtype),
           at::mean(*self, at::IntArrayRef(dims), keep != 0, asr_optional_dtype(dtype)))
ASR_TENSOR(asr_prod, (Handle self, int8_t dtype), at::prod(*self, asr_optional_dtype(dtype)))
ASR_TENSOR(asr_std, (Handle self, uint8_t unbiased), at::std(*self, unbiased != 0))
ASR_TENSOR(asr_std_dims, (Handle self, LongList dims, uint8_t unbiased, uint8_t keep, int8_t dtype),
           at::std(in_dtype(*self, dtype), at::IntArrayRef(dims), unbiased != 0, keep != 0))
ASR_TENSOR(asr_var, (Handle self, uint8_t unbiased), at::var(*self, unbiased != 0))
ASR_TENSOR(asr_var_dims, (Handle self, LongList dims, uint8_t unbiased, uint8_t keep, int8_t dtype),
           at::var(in_dtype(*self, dtype), at::IntArrayRef(dims), unbiased != 0, keep != 0))
ASR_TENSOR(asr_norm, (Handle self, double p), at::norm(*self, p))
ASR_TENSOR(asr_norm_dim, (Handle self, double p, int64_t dim, uint8_t keep), at::norm(*self, at::Scalar(p), {dim}, keep != 0))
ASR_TENSOR(asr_count_nonzero, (Handle self, LongList dims),
           dims.count == 0 ? at::count_nonzero(*self) : at::count_nonzero(*self, at::IntArrayRef(dims)))

ASR_TENSOR(asr_max, (Handle self), at::max(*self))
ASR_TENSOR(asr_min, (Handle self), at::min(*self))
ASR_TENSORS(asr_max_dim, (Handle self, int64_t dim, uint8_t keep), pair(at::max(*self, dim, keep != 0)))
ASR_TENSORS(asr_min_dim, (Handle self, int64_t dim, uint8_t keep), pair(at::min(*self, dim, keep != 0)))
ASR_TENSOR(asr_amax, (Handle self, LongList dims, uint8_t keep), at::amax(*self, dims, keep != 0))
ASR_TENSOR(asr_amin, (Handle self, LongList dims, uint8_t keep), at::amin(*self, dims, keep != 0))
ASR_TENSOR(asr_argmax, (Handle self), at::argmax(*self))
ASR_TENSOR(asr_argmax_dim, (Handle self, int64_t dim, uint8_t keep), at::argmax(*self, dim, keep != 0))
ASR_TENSOR(asr_argmin, (Handle self), at::argmin(*self))
ASR_TENSOR(asr_argmin_dim, (Handle self, int64_t dim, uint8_t keep), at::argmin(*self, dim, keep != 0))
ASR_TENSOR(asr_all, (Handle self), at::all(*self))
ASR_TENSOR(asr_all_dim, (Handle self, int64_t dim, uint8_t keep), at::all(*self, dim, keep != 0))
ASR_TENSOR(asr_any, (Handle self), at::any(*self))
ASR_TENSOR(asr_any_dim, (Handle self, int64_t dim, uint8_t keep), at::any(*self, dim, keep != 0))
ASR_TENSORS(asr_sort, (Handle self, int64_t dim, uint8_t descending, uint8_t stable),
            pair(at::sort(*self, stable != 0, dim, descending != 0)))
ASR_TENSOR(asr_argsort, (Handle self, int64_t dim, uint8_t descending), at::argsort(*self, dim, descending != 0))
ASR_TENSORS(asr_topk, (Handle self, int64_t k, int64_t dim, uint8_t largest, uint8_t sorted),
            pair(at::topk(*self, k, dim, largest != 0, sorted != 0)))
ASR_STATUS(asr_allclose, (Handle self, Handle other, double rtol, double atol, uint8_t equal_nan, int32_t* result),
           *result = at::allclose(*self, *other, rtol, atol, equal_nan != 0) ? 1 : 0)

ASR_TENSOR(asr_logsumexp, (Handle self, int64_t dim, uint8_t keep), at::logsumexp(*self, at::IntArrayRef(dim), keep != 0))
ASR_TENSOR(asr_softmax, (Handle self, int64_t dim, int8_t dtype), at::softmax(*self, dim, asr_optional_dtype(dtype)))
ASR_TENSOR(asr_log_softmax, (Handle self, int64_t dim, int8_t dtype), at::log_softmax(*self, dim, asr_optional_dtype(dtype)))

// Lengths below zero, and the last two parameters below zero, mean libtorch's default.
ASR_TENSOR(asr_stft,
           (Handle self, int64_t n_fft, int64_t hop, int64_t window_length, Handle window, uint8_t center, const char* pad_mode,
            uint8_t normalized, int8_t onesided, int8_t return_complex),
           at::stft(*self, n_fft, positive(hop), positive(window_length), asr_optional(window), center != 0, pad_mode, normalized != 0,
                    ternary(onesided), ternary(return_complex)))

ASR_TENSOR(asr_istft,
           (Handle self, int64_t n_fft, int64_t hop, int64_t window_length, Handle window, uint8_t center, uint8_t normalized,
            int8_t onesided, int64_t length, uint8_t return_complex),
           at::istft(*self, n_fft, positive(hop), positive(window_length), asr_optional(window), center != 0, normalized != 0,
                     ternary(onesided), positive(length), return_complex != 0))
