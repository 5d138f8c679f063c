// Large products of row-major matrices, on all threads: fp32 through libtorch's BLAS, bf16 (fp32 accumulation) through our kernels.
#pragma once
#include <ATen/ATen.h>

namespace asr {

// a (M,K) times b (K,N), both fp32 with any strides; the result is (M,N) fp32 contiguous.
at::Tensor large_product(const at::Tensor& a, const at::Tensor& b, bool bf16);

}  // namespace asr
