// Dropout whose mask is a function of (seed, step, layer, element), by a counter-based generator: nothing is stored for the gradient,
// any number of threads gives the same mask, and a resumed run sees the masks of the uninterrupted one.
#include "dropout.h"
#include "../shim.h"
#include "kernels.h"
#include "profile.h"
#include <ATen/Parallel.h>
#include <algorithm>
#include <torch/csrc/autograd/custom_function.h>
#include <cmath>

namespace asr {

DropoutMask::DropoutMask(double p, int64_t seed, int64_t layer, int64_t step)
    : keep_(std::max<int64_t>(1, std::llround((1 - p) * 65536))), seed_(seed), layer_(layer), step_(step) {
  TORCH_CHECK(p >= 0 && p < 1, "dropout must be at least 0 and below 1, found ", p);
  TORCH_CHECK(layer >= 0 && step >= 0 && layer <= UINT32_MAX && step <= UINT32_MAX, "layer and step must fit 32 bits");
}

void DropoutMask::apply(const float* x, float* y, int64_t first, int64_t count) const {
  const uint32_t key[2] = {(uint32_t)seed_, (uint32_t)((uint64_t)seed_ >> 32)};
  kernels().dropout(x, y, first, count, (uint32_t)keep_, 65536.0f / (float)keep_, key, (uint32_t)layer_, (uint32_t)step_);
}

namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

Tensor masked(const Tensor& x, const DropoutMask& mask) {
  const Section section("dropout");
  Tensor from = x.contiguous(), y = at::empty_like(from);
  at::parallel_for(0, (from.numel() + 127) / 128, 64, [&](int64_t begin, int64_t end) {
    const int64_t first = begin * 128, count = std::min(end * 128, from.numel()) - first;
    mask.apply(from.data_ptr<float>() + first, y.data_ptr<float>() + first, first, count);
  });
  return y;
}

class CounterDropout : public torch::autograd::Function<CounterDropout> {
 public:
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const DropoutMask& mask) {
    ctx->saved_data["counters"] = mask.counters();
    return masked(x, mask);
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    return {masked(grads[0], DropoutMask(ctx->saved_data["counters"].toIntVector())), Tensor()};
  }
};

Tensor dropout(const Tensor& x, double p, int64_t seed, int64_t layer, int64_t step) {
  TORCH_CHECK(x.scalar_type() == at::kFloat && x.device().is_cpu(), "dropout by counter takes a float32 CPU tensor, found ", x.toString());
  return CounterDropout::apply(x, DropoutMask(p, seed, layer, step));
}

}  // namespace
}  // namespace asr

ASR_TENSOR(asr_fused_dropout, (Handle x, double p, int64_t seed, int64_t layer, int64_t step), asr::dropout(*x, p, seed, layer, step))
