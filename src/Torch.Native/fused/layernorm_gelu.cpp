// LayerNorm over features, GELU (exact), and zeros in the padding, in one pass each way.
//
// Two layouts: (B,T,F) normalises the last axis; (B,C,F,T) normalises the third, with time side by side in memory, so that no
// transpose is needed around the convolutions. Statistics are kept, the normalised values are computed again in the gradient.
// libtorch 1.13's own gelu_backward is wrong for non-contiguous gradients; this one asks for a contiguous gradient itself.
#include "../shim.h"
#include "kernels.h"
#include "profile.h"
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <algorithm>

namespace asr {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// x seen as (outer, features, inner), with the number of valid positions of each outer slice.
struct Slices {
  int64_t outer, features, inner, each;  // each: outer slices that share an entry of lengths (channels, or frames)
  bool rows;                             // (B,T,F): one slice a frame
  const int64_t* lengths;                // null: everything is valid

  Slices(const Tensor& x, const Tensor& valid) : lengths(valid.numel() ? valid.data_ptr<int64_t>() : nullptr) {
    rows = x.dim() == 3;
    features = x.size(2);
    inner = rows ? 1 : x.size(3);
    each = x.size(1);
    outer = x.size(0) * each;
  }
  int64_t valid(int64_t slice) const {
    if (!lengths) return inner;
    const int64_t length = lengths[slice / each];
    return rows ? (slice % each < length ? 1 : 0) : std::min(length, inner);
  }
  NormGelu at(int64_t slice, const Tensor& x, const Tensor& w, const Tensor& b, double epsilon, const Tensor& mean,
              const Tensor& rstd) const {
    return {features, inner, valid(slice), (float)epsilon, x.data_ptr<float>() + slice * features * inner, w.data_ptr<float>(),
            b.data_ptr<float>(), mean.data_ptr<float>() + slice * inner, rstd.data_ptr<float>() + slice * inner};
  }
};

class NormGeluFunction : public torch::autograd::Function<NormGeluFunction> {
 public:
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& lengths, const Tensor& w, const Tensor& b, double epsilon) {
    Section section("LayerNorm + GELU");
    Slices s(x, lengths);
    Tensor y = at::empty_like(x), mean = at::zeros({s.outer, s.inner}, x.options()), rstd = at::zeros({s.outer, s.inner}, x.options());
    const int64_t stride = s.features * s.inner;
    at::parallel_for(0, s.outer, 1 + 8192 / std::max<int64_t>(1, stride), [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; i++)
        kernels().norm_gelu_forward(s.at(i, x, w, b, epsilon, mean, rstd), y.data_ptr<float>() + i * stride);
    });
    ctx->save_for_backward({x, lengths, w, b, mean, rstd});
    ctx->saved_data["epsilon"] = epsilon;
    return y;
  }

  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const variable_list saved = ctx->get_saved_variables();
    const Tensor &x = saved[0], &w = saved[2], &b = saved[3], dy = grads[0].contiguous();
    const double epsilon = ctx->saved_data["epsilon"].toDouble();
    Section section("LayerNorm + GELU, backward");
    Slices s(x, saved[1]);
    const int64_t stride = s.features * s.inner, threads = at::get_num_threads();
    Tensor dx = at::empty_like(x), dw = at::zeros({threads, s.features}, x.options()), db = at::zeros({threads, s.features}, x.options());
    // One share a thread, cut by the thread count alone, so that equal runs add in equal order.
    at::parallel_for(0, threads, 1, [&](int64_t begin, int64_t end) {
      for (int64_t part = begin; part < end; part++)
        for (int64_t i = s.outer * part / threads; i < s.outer * (part + 1) / threads; i++)
          kernels().norm_gelu_backward(s.at(i, x, w, b, epsilon, saved[4], saved[5]), dy.data_ptr<float>() + i * stride,
                                       dx.data_ptr<float>() + i * stride, dw.data_ptr<float>() + part * s.features,
                                       db.data_ptr<float>() + part * s.features);
    });
    return {dx, Tensor(), dw.sum(0), db.sum(0), Tensor()};
  }
};

Tensor norm_gelu(const Tensor& x, const Tensor& lengths, const Tensor& w, const Tensor& b, double epsilon) {
  TORCH_CHECK((x.dim() == 3 || x.dim() == 4) && x.scalar_type() == at::kFloat && x.device().is_cpu(),
              "layer_norm_gelu takes a float32 CPU tensor (B,T,F) or (B,C,F,T), found ", x.toString(), " of ", x.dim(), " axes");
  TORCH_CHECK(x.size(2) > 0, "there must be a feature to normalise");
  TORCH_CHECK(w.sizes() == at::IntArrayRef({x.size(2)}) && b.sizes() == w.sizes() && w.scalar_type() == at::kFloat &&
                  b.scalar_type() == at::kFloat,
              "weight and bias must have ", x.size(2), " float32 values, found ", w.sizes(), " and ", b.sizes());
  TORCH_CHECK(!lengths.defined() || (lengths.dim() == 1 && lengths.size(0) == x.size(0) && lengths.scalar_type() == at::kLong &&
                                     lengths.device().is_cpu()),
              "lengths must be ", x.size(0), " int64 values on the CPU");
  const int64_t frames = x.size(x.dim() == 3 ? 1 : 3);
  TORCH_CHECK(!lengths.defined() || !lengths.numel() ||
                  (lengths.min().item<int64_t>() >= 0 && lengths.max().item<int64_t>() <= frames),
              "lengths must be in 0..", frames);
  return NormGeluFunction::apply(x.contiguous(), lengths.defined() ? lengths.contiguous() : at::empty({0}, at::kLong), w.contiguous(),
                                 b.contiguous(), epsilon);
}

}  // namespace
}  // namespace asr

// lengths may be null: then nothing is padding.
ASR_TENSOR(asr_fused_layer_norm_gelu, (Handle x, Handle lengths, Handle weight, Handle bias, double epsilon),
           asr::norm_gelu(*x, asr_unwrap(lengths), *weight, *bias, epsilon))
