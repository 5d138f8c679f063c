// Large matrix products on all threads.
#pragma once
#include <ATen/ATen.h>
#include <vector>

namespace asr {

// a (M,K) times b (K,N) in fp32; with bf16, of factors rounded to bf16 with fp32 sums. Both of any strides, fp32 or (with bf16 only) bf16.
at::Tensor large_product(const at::Tensor& a, const at::Tensor& b, bool bf16);

// The right factor of a product, made ready for several left ones.
class RightFactor {
 public:
  RightFactor(const at::Tensor& b, bool bf16);
  int64_t columns() const { return N_; }
  // a times this factor, or that added to `sum` (M,N), contiguous fp32.
  at::Tensor product(const at::Tensor& a) const;
  void add_product(const at::Tensor& a, at::Tensor& sum) const;

 private:
  void multiply(const at::Tensor& a, at::Tensor& c, bool accumulate) const;
  int64_t K_, N_;
  bool bf16_;
  at::Tensor factor_;  // as given, or packed
};

// a (M,K) with rows in bf16, contiguous in k; a itself where it is that already.
at::Tensor bf16_rows(const at::Tensor& a);

}  // namespace asr
