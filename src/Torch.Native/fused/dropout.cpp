// Dropout whose mask is a function of (seed, step, layer, element), by a counter-based generator: nothing is stored for the gradient,
// any number of threads gives the same mask, and a resumed run sees the masks of the uninterrupted one.
#include "../shim.h"
#include "kernels.h"
#include <ATen/Parallel.h>
#include <algorithm>
#include <torch/csrc/autograd/custom_function.h>
#include <cmath>

namespace asr {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

Tensor masked(const Tensor& x, int64_t keep, int64_t seed, int64_t layer, int64_t step) {
  Tensor from = x.contiguous(), y = at::empty_like(from);
  const uint32_t key[2] = {(uint32_t)seed, (uint32_t)((uint64_t)seed >> 32)};
  const float scale = 65536.0f / (float)keep;
  at::parallel_for(0, (from.numel() + 127) / 128, 64, [&](int64_t begin, int64_t end) {
    const int64_t first = begin * 128, count = std::min(end * 128, from.numel()) - first;
    kernels().dropout(from.data_ptr<float>() + first, y.data_ptr<float>() + first, first, count, (uint32_t)keep, scale, key, (uint32_t)layer, (uint32_t)step);
  });
  return y;
}

class CounterDropout : public torch::autograd::Function<CounterDropout> {
 public:
  static Tensor forward(AutogradContext* ctx, const Tensor& x, int64_t keep, int64_t seed, int64_t layer, int64_t step) {
    ctx->saved_data["counters"] = std::vector<int64_t>{keep, seed, layer, step};
    return masked(x, keep, seed, layer, step);
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const std::vector<int64_t> c = ctx->saved_data["counters"].toIntVector();
    return {masked(grads[0], c[0], c[1], c[2], c[3]), Tensor(), Tensor(), Tensor(), Tensor()};
  }
};

Tensor dropout(const Tensor& x, double p, int64_t seed, int64_t layer, int64_t step) {
  TORCH_CHECK(x.scalar_type() == at::kFloat && x.device().is_cpu(), "dropout by counter takes a float32 CPU tensor, found ", x.toString());
  TORCH_CHECK(p >= 0 && p < 1, "dropout must be at least 0 and below 1, found ", p);
  TORCH_CHECK(layer >= 0 && step >= 0 && layer <= UINT32_MAX && step <= UINT32_MAX, "layer and step must fit 32 bits");
  const int64_t keep = std::max<int64_t>(1, std::llround((1 - p) * 65536));  // the probability, in 65536ths
  return CounterDropout::apply(x, keep, seed, layer, step);
}

}  // namespace
}  // namespace asr

ASR_TENSOR(asr_fused_dropout, (Handle x, double p, int64_t seed, int64_t layer, int64_t step), asr::dropout(*x, p, seed, layer, step))
