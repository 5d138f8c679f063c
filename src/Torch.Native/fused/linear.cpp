// A linear layer whose products are in bf16 with fp32 sums; input, output, weights and gradients are fp32.
#include "../shim.h"
#include "kernels.h"
#include "product.h"
#include "profile.h"
#include <torch/csrc/autograd/custom_function.h>

namespace asr {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

class Bf16Linear : public torch::autograd::Function<Bf16Linear> {
 public:
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& weight, const Tensor& bias) {
    const Section section("linear");
    const Tensor rows = bf16_rows(x.reshape({-1, x.size(-1)}));
    ctx->save_for_backward({rows, weight});
    ctx->saved_data["shape"] = x.sizes().vec();
    std::vector<int64_t> shape = x.sizes().vec();
    shape.back() = weight.size(0);
    return large_product(rows, weight.t(), true).add_(bias).view(shape);
  }

  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const Section section("linear, backward");
    const variable_list saved = ctx->get_saved_variables();
    const Tensor dy = grads[0].reshape({-1, grads[0].size(-1)}), factor = bf16_rows(dy);
    variable_list out(3);
    if (ctx->needs_input_grad(0)) out[0] = large_product(factor, saved[1], true).view(ctx->saved_data["shape"].toIntVector());
    if (ctx->needs_input_grad(1)) out[1] = large_product(factor.t(), saved[0], true);
    if (ctx->needs_input_grad(2)) out[2] = dy.sum(0);
    return out;
  }
};

Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  TORCH_CHECK(bf16_kernels(), "bf16 needs a processor with AVX512_BF16 or AMX-BF16");
  TORCH_CHECK(x.dim() >= 2 && x.scalar_type() == at::kFloat && x.device().is_cpu(),
              "the bf16 linear layer takes a float32 CPU tensor (...,I), found ", x.toString(), " of ", x.dim(), " axes");
  TORCH_CHECK(weight.dim() == 2 && weight.size(1) == x.size(-1) && weight.scalar_type() == at::kFloat,
              "the weight must be float32 (O,", x.size(-1), "), found ", weight.sizes());
  TORCH_CHECK(bias.sizes() == at::IntArrayRef({weight.size(0)}) && bias.scalar_type() == at::kFloat,
              "the bias must have ", weight.size(0), " float32 values, found ", bias.sizes());
  return Bf16Linear::apply(x, weight, bias);
}

}  // namespace
}  // namespace asr

// x (...,I), weight (O,I), bias (O) -> (...,O)
ASR_TENSOR(asr_fused_linear_bf16, (Handle x, Handle weight, Handle bias), asr::linear(*x, *weight, *bias))
