// One GRU layer over a padded batch, one or two directions, with its gradient.
//
// x (B,T,I) with lengths -> y (B,T,D*H), zero beyond each length; the reverse direction starts at each utterance's own last frame.
// Gate order and biases are PyTorch's (r, z, n; n = tanh(x_n + r (W_hn h + b_hn))). One large product serves the inputs of all steps
// and directions; the recurrent loop multiplies by weights packed once, one direction on each thread, so that no barrier falls
// inside a step. Utterances are sorted by length, so the live ones are always the first rows and padding costs nothing.
#include "../shim.h"
#include "kernels.h"
#include "product.h"
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <algorithm>
#include <cstring>
#include <numeric>

namespace asr {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// The batch with padding taken out: time-major rows, longest utterance first.
struct Packing {
  int64_t B, T, N;              // utterances, padded frames, valid frames in all
  std::vector<int64_t> order;   // row -> utterance
  std::vector<int64_t> live;    // utterances longer than t
  std::vector<int64_t> offset;  // first packed row of time t
  Tensor rows;                  // (N) index of each packed row in (B*T)

  Packing(const Tensor& lengths, int64_t frames) : B(lengths.size(0)), T(frames), N(0), order(B), live(T), offset(T + 1) {
    const int64_t* n = lengths.data_ptr<int64_t>();
    for (int64_t b = 0; b < B; b++) TORCH_CHECK(n[b] >= 0 && n[b] <= T, "length ", n[b], " of utterance ", b, " is outside 0..", T);
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return n[a] > n[b]; });
    for (int64_t t = 0; t < T; t++) {
      while (live[t] < B && n[order[live[t]]] > t) live[t]++;
      offset[t + 1] = offset[t] + live[t];
    }
    N = offset[T];
    rows = at::empty({N}, at::kLong);
    int64_t* r = rows.data_ptr<int64_t>();
    for (int64_t t = 0; t < T; t++)
      for (int64_t i = 0; i < live[t]; i++) *r++ = order[i] * T + t;
  }

  // Where the state before time t lies: the neighbouring step's rows, of which as many as are live at both.
  int64_t before(int64_t t, bool reverse) const { return reverse ? t + 1 : t - 1; }
  int64_t with_history(int64_t t, bool reverse) const {
    const int64_t p = before(t, reverse);
    return p < 0 || p >= T ? 0 : std::min(live[p], live[t]);
  }
};

// A recurrent weight packed for either precision; multiply() gives rows x weights.
class PackedWeight {
 public:
  PackedWeight(const float* w, int64_t ks, int64_t ns, int64_t K, int64_t N, bool bf16) : K_(K), N_(N), half_(bf16 ? bf16_kernels() : nullptr) {
    if (half_) {
      packed16_.resize(half_->packed_size(K, N));
      half_->pack(w, ks, ns, K, N, packed16_.data());
    } else {
      const int64_t panel = kernels().panel;
      packed_.resize((N + panel - 1) / panel * panel * K);
      kernels().pack(w, ks, ns, K, N, packed_.data());
    }
  }
  void multiply(const float* a, int64_t rows, float* c, bool accumulate) {
    if (!rows) return;
    if (!half_) return kernels().multiply(a, K_, rows, packed_.data(), K_, N_, c, N_, accumulate);
    left_.resize(rows * K_);
    half_->convert(a, left_.data(), rows * K_);
    half_->multiply(left_.data(), K_, rows, packed16_.data(), K_, N_, c, N_, accumulate);
  }

 private:
  int64_t K_, N_;
  const Bf16Kernels* half_;
  std::vector<float> packed_;
  std::vector<uint16_t> packed16_, left_;
};

template <class F>
void each_direction(int64_t directions, F f) {
  at::parallel_for(0, directions, 1, [&](int64_t begin, int64_t end) {
    for (int64_t d = begin; d < end; d++) f(d);
  });
}

void run_direction(const Packing& p, bool reverse, int64_t H, const Tensor& input, const Tensor& w_hh, const Tensor& b_hh, bool bf16, const Tensor& states,
                   const Tensor& gates, float* y, int64_t y_step) {
  PackedWeight weight(w_hh.data_ptr<float>(), 1, H, H, 3 * H, bf16);
  std::vector<float> recurrent(p.B * 3 * H);
  std::vector<float*> to(p.B);
  float *h = states.data_ptr<float>(), *g = gates.defined() ? gates.data_ptr<float>() : nullptr;
  for (int64_t step = 0; step < p.T; step++) {
    const int64_t t = reverse ? p.T - 1 - step : step, n = p.live[t], known = p.with_history(t, reverse);
    if (!n) continue;
    const float* previous = known ? h + p.offset[p.before(t, reverse)] * H : nullptr;
    weight.multiply(previous, known, recurrent.data(), false);
    for (int64_t i = 0; i < n; i++) to[i] = y + (p.order[i] * p.T + t) * y_step;
    kernels().gru_forward({n, H, known, input.data_ptr<float>() + p.offset[t] * 3 * H, recurrent.data(), b_hh.data_ptr<float>() + 2 * H, previous,
                           h + p.offset[t] * H, g ? g + p.offset[t] * 4 * H : nullptr, to.data()});
  }
}

void run_direction_backward(const Packing& p, bool reverse, int64_t H, const Tensor& w_hh, bool bf16, const Tensor& states, const Tensor& gates, const float* dy,
                            int64_t dy_step, const Tensor& grad_input, const Tensor& grad_recurrent) {
  PackedWeight weight(w_hh.data_ptr<float>(), H, 1, 3 * H, H, bf16);
  std::vector<float> carry(p.B * H);
  std::vector<const float*> from(p.B);
  const float *h = states.data_ptr<float>(), *g = gates.data_ptr<float>();
  for (int64_t step = 0; step < p.T; step++) {
    const int64_t t = reverse ? step : p.T - 1 - step, n = p.live[t], known = p.with_history(t, reverse);
    if (!n) continue;
    for (int64_t i = 0; i < n; i++) from[i] = dy + (p.order[i] * p.T + t) * dy_step;
    float* du = grad_recurrent.data_ptr<float>() + p.offset[t] * 3 * H;
    kernels().gru_backward({n, H, known, from.data(), g + p.offset[t] * 4 * H, known ? h + p.offset[p.before(t, reverse)] * H : nullptr, carry.data(),
                            grad_input.data_ptr<float>() + p.offset[t] * 3 * H, du});
    weight.multiply(du, known, carry.data(), true);
  }
}

// The state before each packed row: zero where the direction starts.
Tensor previous_states(const Packing& p, bool reverse, int64_t H, const Tensor& states) {
  Tensor out = at::zeros_like(states);
  for (int64_t t = 0; t < p.T; t++)
    if (int64_t known = p.with_history(t, reverse))
      std::memcpy(out.data_ptr<float>() + p.offset[t] * H, states.data_ptr<float>() + p.offset[p.before(t, reverse)] * H, known * H * sizeof(float));
  return out;
}

class FusedGru : public torch::autograd::Function<FusedGru> {
 public:
  // w0..w3: w_ih (3H,I), w_hh (3H,H), b_ih (3H), b_hh (3H); w4..w7 the same of the reverse direction, or empty. One argument
  // each, since libtorch does not look for variables inside a list; empty, since it cannot describe undefined ones.
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& lengths, bool bf16, bool training, const Tensor& w0, const Tensor& w1, const Tensor& w2,
                        const Tensor& w3, const Tensor& w4, const Tensor& w5, const Tensor& w6, const Tensor& w7) {
    variable_list parameters{w0, w1, w2, w3};
    if (w4.numel()) parameters.insert(parameters.end(), {w4, w5, w6, w7});
    const int64_t D = (int64_t)parameters.size() / 4, B = x.size(0), T = x.size(1), I = x.size(2), H = parameters[1].size(1);
    Packing p(lengths, T);
    Tensor packed = x.reshape({B * T, I}).index_select(0, p.rows), y = at::zeros({B, T, D * H}, x.options());
    std::vector<Tensor> states(D), gates(D), inputs(D);
    for (int64_t d = 0; d < D; d++) {
      Tensor bias = parameters[4 * d + 2].clone();
      bias.narrow(0, 0, 2 * H).add_(parameters[4 * d + 3].narrow(0, 0, 2 * H));
      inputs[d] = large_product(packed, parameters[4 * d].t(), bf16).add_(bias);
      states[d] = at::empty({p.N, H}, x.options());
      if (training) gates[d] = at::empty({p.N, 4 * H}, x.options());
    }
    each_direction(D, [&](int64_t d) {
      run_direction(p, d == 1, H, inputs[d], parameters[4 * d + 1], parameters[4 * d + 3], bf16, states[d], gates[d], y.data_ptr<float>() + d * H, D * H);
    });
    if (training) {
      variable_list saved{lengths, packed};
      for (int64_t d = 0; d < D; d++) saved.insert(saved.end(), {parameters[4 * d], parameters[4 * d + 1], states[d], gates[d]});
      ctx->save_for_backward(saved);
      ctx->saved_data["bf16"] = bf16;
      ctx->saved_data["frames"] = T;
    }
    return y;
  }

  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const variable_list saved = ctx->get_saved_variables();
    const bool bf16 = ctx->saved_data["bf16"].toBool();
    const int64_t D = ((int64_t)saved.size() - 2) / 4, T = ctx->saved_data["frames"].toInt();
    const Tensor &packed = saved[1], dy = grads[0].contiguous();
    const int64_t I = packed.size(1), H = saved[3].size(1);
    Packing p(saved[0], T);
    std::vector<Tensor> du(D), dg(D);
    for (int64_t d = 0; d < D; d++) { dg[d] = at::empty({p.N, 3 * H}, packed.options()); du[d] = at::empty_like(dg[d]); }
    each_direction(D, [&](int64_t d) {
      run_direction_backward(p, d == 1, H, saved[2 + 4 * d + 1], bf16, saved[2 + 4 * d + 2], saved[2 + 4 * d + 3], dy.data_ptr<float>() + d * H, D * H, dg[d], du[d]);
    });
    variable_list out{Tensor(), Tensor(), Tensor(), Tensor()};
    Tensor dx;
    for (int64_t d = 0; d < D; d++) {
      if (ctx->needs_input_grad(0)) {
        Tensor part = large_product(dg[d], saved[2 + 4 * d], bf16);
        dx = dx.defined() ? dx.add_(part) : part;
      }
      out.push_back(large_product(dg[d].t(), packed, bf16));
      out.push_back(large_product(du[d].t(), previous_states(p, d == 1, H, saved[2 + 4 * d + 2]), bf16));
      out.push_back(dg[d].sum(0));
      out.push_back(du[d].sum(0));
    }
    out.resize(12);
    if (dx.defined()) out[0] = at::zeros({p.B * T, I}, packed.options()).index_copy_(0, p.rows, dx).view({p.B, T, I});
    return out;
  }
};

Tensor gru(const Tensor& x, const Tensor& lengths, const std::vector<Tensor>& parameters, bool bf16) {
  TORCH_CHECK(x.dim() == 3 && x.scalar_type() == at::kFloat && x.device().is_cpu(), "the fused GRU takes a float32 CPU tensor (B,T,I), found ", x.toString(), " of ", x.dim(), " axes");
  TORCH_CHECK(lengths.dim() == 1 && lengths.size(0) == x.size(0) && lengths.scalar_type() == at::kLong && lengths.device().is_cpu(), "lengths must be ", x.size(0), " int64 values on the CPU");
  TORCH_CHECK(parameters.size() == 4 || parameters.size() == 8, "one or two directions of four parameters each, found ", parameters.size(), " tensors");
  TORCH_CHECK(!bf16 || bf16_kernels(), "bf16 needs a processor with AVX512_BF16");
  variable_list weights;
  const int64_t H = parameters[1].size(-1), I = x.size(2);
  for (size_t i = 0; i < parameters.size(); i++) {
    const Tensor& w = parameters[i];
    const int64_t columns = i % 4 == 0 ? I : i % 4 == 1 ? H : 1;
    TORCH_CHECK(w.scalar_type() == at::kFloat && w.size(0) == 3 * H && w.numel() == 3 * H * columns, "parameter ", i, " of the fused GRU has the wrong shape ", w.sizes());
    weights.push_back(w.contiguous());
  }
  bool training = at::GradMode::is_enabled() && (x.requires_grad() || std::any_of(weights.begin(), weights.end(), [](const Tensor& w) { return w.requires_grad(); }));
  weights.resize(8, at::empty({0}, x.options()));
  return FusedGru::apply(x, lengths.contiguous(), bf16, training, weights[0], weights[1], weights[2], weights[3], weights[4], weights[5], weights[6], weights[7]);
}

}  // namespace
}  // namespace asr

// lengths (B) int64; parameters: one or two directions of w_ih (3H,I), w_hh (3H,H), b_ih (3H), b_hh (3H).
ASR_TENSOR(asr_fused_gru, (Handle x, Handle lengths, TensorList parameters, bool bf16), asr::gru(*x, *lengths, asr_unwrap(parameters), bf16))
