// One GRU layer over a padded batch, one or two directions, with its gradient; LayerNorm and GELU before it and dropout after it
// on the way.
//
// x (B,T,I) with lengths -> y (B,T,D*H), zero beyond each length; the reverse direction starts at each utterance's own last frame.
// Gate order and biases are PyTorch's (r, z, n; n = tanh(x_n + r (W_hn h + b_hn))). One large product serves the inputs of all steps
// and directions; the recurrent loop multiplies by weights packed once, one direction on each thread, so that no barrier falls
// inside a step. Utterances are sorted by length, so the live ones are always the first rows and padding costs nothing.
#include "../shim.h"
#include "dropout.h"
#include "kernels.h"
#include "product.h"
#include "profile.h"
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <tuple>

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

// A recurrent weight packed for either precision; multiply() gives rows x weights. In bf16 it takes bf16 rows, else fp32 ones.
class PackedWeight {
 public:
  PackedWeight(const float* w, int64_t ks, int64_t ns, int64_t K, int64_t N, bool bf16)
      : K_(K), N_(N), half_(bf16 ? bf16_kernels() : nullptr) {
    if (half_) {
      packed16_.resize(half_->packed_size(K, N));
      half_->pack(w, ks, ns, K, N, packed16_.data());
    } else {
      const int64_t panel = kernels().panel;
      packed_.resize((N + panel - 1) / panel * panel * K);
      kernels().pack(w, ks, ns, K, N, packed_.data());
    }
  }
  void multiply(const float* a, const uint16_t* a_half, int64_t rows, float* c, bool accumulate) const {
    if (!rows) return;
    if (half_) half_->multiply(a_half, K_, rows, packed16_.data(), K_, N_, c, N_, accumulate);
    else kernels().multiply(a, K_, rows, packed_.data(), K_, N_, c, N_, accumulate);
  }

 private:
  int64_t K_, N_;
  const Bf16Kernels* half_;
  std::vector<float> packed_;
  std::vector<uint16_t> packed16_;
};

template <class F>
void each_direction(int64_t directions, F f) {
  at::parallel_for(0, directions, 1, [&](int64_t begin, int64_t end) {
    for (int64_t d = begin; d < end; d++) f(d);
  });
}

uint16_t* half(const Tensor& t) { return t.defined() ? reinterpret_cast<uint16_t*>(t.data_ptr<at::BFloat16>()) : nullptr; }
float* single(const Tensor& t) { return t.defined() ? t.data_ptr<float>() : nullptr; }

// What a layer does beside its GRU, and how.
struct Setting {
  bool bf16, training, normalise;
  double epsilon;
  DropoutMask mask;
};

// One direction's tensors over the packed rows.
struct Direction {
  Tensor w_ih, w_hh, b_hh;
  Tensor bias;           // (3H) b_ih with b_hh added for r and z
  Tensor input;          // (N,3H) x W_ih^T
  Tensor states;         // (N,H)
  Tensor states_half;    // (N,H) in bf16, or undefined
  Tensor gates;          // (N,4H), or undefined in inference
  bool reverse;
};

void run_direction(const Packing& p, const Direction& d, const Setting& setting, int64_t H, float* y, int64_t column, int64_t width) {
  const PackedWeight weight(d.w_hh.data_ptr<float>(), 1, H, H, 3 * H, setting.bf16);
  std::vector<float> recurrent(p.B * 3 * H);
  std::vector<float*> to(p.B);
  float *h = d.states.data_ptr<float>(), *g = single(d.gates);
  uint16_t* h_half = half(d.states_half);
  for (int64_t step = 0; step < p.T; step++) {
    const int64_t t = d.reverse ? p.T - 1 - step : step, n = p.live[t], known = p.with_history(t, d.reverse);
    if (!n) continue;
    const int64_t before = known ? p.offset[p.before(t, d.reverse)] * H : 0, here = p.offset[t] * H;
    weight.multiply(h + before, h_half ? h_half + before : nullptr, known, recurrent.data(), false);
    for (int64_t i = 0; i < n; i++) to[i] = y + (p.order[i] * p.T + t) * width + column;
    kernels().gru_forward({n, H, known, d.input.data_ptr<float>() + 3 * here, d.bias.data_ptr<float>(), recurrent.data(),
                           d.b_hh.data_ptr<float>() + 2 * H, h + before, h + here, h_half ? h_half + here : nullptr,
                           g ? g + 4 * here : nullptr, to.data()});
    if (setting.mask.drops())
      for (int64_t i = 0; i < n; i++) setting.mask.apply(to[i], to[i], to[i] - y, H);
  }
}

// Gradients of the two products, (N,3H) each (a row of the input's is `input_step` long), in the precision of the products, and (4H)
// of the biases.
struct DirectionGradient {
  Tensor input, recurrent, bias;
};

void run_direction_backward(const Packing& p, const Direction& d, const Setting& setting, int64_t H, const float* dy, int64_t column,
                            int64_t width, const DirectionGradient& out) {
  const PackedWeight weight(d.w_hh.data_ptr<float>(), H, 1, 3 * H, H, setting.bf16);
  std::vector<float> carry(p.B * H), kept(setting.mask.drops() ? p.B * H : 0);
  std::vector<const float*> from(p.B);
  const float *h = d.states.data_ptr<float>(), *g = d.gates.data_ptr<float>();
  const int64_t input_step = out.input.stride(0);
  const bool bf16 = setting.bf16;
  for (int64_t step = 0; step < p.T; step++) {
    const int64_t t = d.reverse ? step : p.T - 1 - step, n = p.live[t], known = p.with_history(t, d.reverse), here = p.offset[t];
    if (!n) continue;
    for (int64_t i = 0; i < n; i++) {
      const int64_t first = (p.order[i] * p.T + t) * width + column;
      from[i] = dy + first;
      if (!setting.mask.drops()) continue;
      setting.mask.apply(from[i], kept.data() + i * H, first, H);
      from[i] = kept.data() + i * H;
    }
    float *dx = bf16 ? nullptr : single(out.input) + here * input_step, *du = bf16 ? nullptr : single(out.recurrent) + here * 3 * H;
    uint16_t *dx_half = bf16 ? half(out.input) + here * input_step : nullptr,
             *du_half = bf16 ? half(out.recurrent) + here * 3 * H : nullptr;
    kernels().gru_backward({n, H, known, from.data(), g + here * 4 * H, known ? h + p.offset[p.before(t, d.reverse)] * H : nullptr,
                            carry.data(), input_step, dx, dx_half, du, du_half, out.bias.data_ptr<float>()});
    weight.multiply(du, du_half, known, carry.data(), true);
  }
}

// The state before each packed row: zero where the direction starts.
Tensor previous_states(const Packing& p, bool reverse, const Tensor& states) {
  Tensor out = at::empty_like(states);
  const size_t row = states.size(1) * states.element_size();
  char* to = static_cast<char*>(out.data_ptr());
  const char* from = static_cast<const char*>(states.data_ptr());
  for (int64_t t = 0; t < p.T; t++) {
    const int64_t known = p.with_history(t, reverse), begin = p.offset[t];
    if (known) std::memcpy(to + begin * row, from + p.offset[p.before(t, reverse)] * row, known * row);
    std::memset(to + (begin + known) * row, 0, (p.live[t] - known) * row);
  }
  return out;
}

// What the GRU reads, in packed rows: x, normalised and through GELU when asked for, in bf16 when the products are.
Tensor packed_input(const Packing& p, const Setting& setting, const Tensor& x, const Tensor& weight, const Tensor& bias,
                    const Tensor& mean, const Tensor& rstd) {
  const int64_t I = x.size(2), *row = p.rows.data_ptr<int64_t>();
  const float* from = x.data_ptr<float>();
  Tensor out = at::empty({p.N, I}, x.options().dtype(setting.bf16 ? at::kBFloat16 : at::kFloat));
  at::parallel_for(0, p.N, 16, [&](int64_t begin, int64_t end) {
    std::vector<float> normal(setting.normalise && setting.bf16 ? I : 0);
    for (int64_t r = begin; r < end; r++) {
      const float* source = from + row[r] * I;
      if (setting.normalise) {
        float* to = setting.bf16 ? normal.data() : single(out) + r * I;
        kernels().norm_gelu_forward({I, 1, 1, (float)setting.epsilon, source, single(weight), single(bias), single(mean) + r,
                                     single(rstd) + r}, to);
        source = to;
      }
      if (setting.bf16) bf16_kernels()->convert(source, half(out) + r * I, I);
      else if (!setting.normalise) std::memcpy(single(out) + r * I, source, I * sizeof(float));
    }
  });
  return out;
}

// Its gradient back to (B,T,I), zero in the padding, and those of the norm's weight and bias.
std::array<Tensor, 3> input_gradient(const Packing& p, const Setting& setting, const Tensor& packed, const Tensor& x,
                                     const Tensor& weight, const Tensor& bias, const Tensor& mean, const Tensor& rstd) {
  const int64_t I = packed.size(1), *row = p.rows.data_ptr<int64_t>(), parts = at::get_num_threads();
  Tensor dx = p.N == p.B * p.T ? at::empty({p.B, p.T, I}, packed.options()) : at::zeros({p.B, p.T, I}, packed.options());
  Tensor dw = at::zeros({parts, setting.normalise ? I : 0}, packed.options()), db = at::zeros_like(dw);
  // One share a thread, cut by the thread count alone, so that equal runs add in equal order.
  at::parallel_for(0, parts, 1, [&](int64_t begin, int64_t end) {
    for (int64_t part = begin; part < end; part++)
      for (int64_t r = p.N * part / parts; r < p.N * (part + 1) / parts; r++) {
        float *to = single(dx) + row[r] * I, *from = single(packed) + r * I;
        if (!setting.normalise) { std::memcpy(to, from, I * sizeof(float)); continue; }
        kernels().norm_gelu_backward({I, 1, 1, (float)setting.epsilon, single(x) + row[r] * I, single(weight), single(bias),
                                      single(mean) + r, single(rstd) + r},
                                     from, to, single(dw) + part * I, single(db) + part * I);
      }
  });
  if (!setting.normalise) return {dx, Tensor(), Tensor()};
  return {dx, dw.sum(0), db.sum(0)};
}

class FusedGru : public torch::autograd::Function<FusedGru> {
 public:
  // w0..w3: w_ih (3H,I), w_hh (3H,H), b_ih (3H), b_hh (3H); w4..w7 the same of the reverse direction, or empty. One argument
  // each, since libtorch does not look for variables inside a list; empty, since it cannot describe undefined ones.
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& lengths, const Setting& setting, const Tensor& norm_weight,
                        const Tensor& norm_bias, const Tensor& w0, const Tensor& w1, const Tensor& w2, const Tensor& w3,
                        const Tensor& w4, const Tensor& w5, const Tensor& w6, const Tensor& w7) {
    const Section section("GRU, packing of frames");
    const std::array<Tensor, 8> w{w0, w1, w2, w3, w4, w5, w6, w7};
    const int64_t D = w4.numel() ? 2 : 1, B = x.size(0), T = x.size(1), H = w1.size(1);
    const Packing p(lengths, T);
    Tensor y = p.N == B * T ? at::empty({B, T, D * H}, x.options()) : at::zeros({B, T, D * H}, x.options());
    Tensor mean = at::empty({setting.normalise ? p.N : 0}, x.options()), rstd = at::empty_like(mean), packed;
    {
      const Section inner("LayerNorm + GELU");
      packed = packed_input(p, setting, x, norm_weight, norm_bias, mean, rstd);
    }
    std::vector<Direction> directions(D);
    {
      const Section inner("GRU input product");
      const Tensor rows = setting.bf16 ? bf16_rows(packed) : packed;
      for (int64_t d = 0; d < D; d++) {
        const Tensor *v = &w[4 * d], bias = v[2].clone();
        bias.narrow(0, 0, 2 * H).add_(v[3].narrow(0, 0, 2 * H));
        directions[d] = {v[0], v[1], v[3], bias, large_product(rows, v[0].t(), setting.bf16), at::empty({p.N, H}, x.options()),
                         Tensor(), Tensor(), d == 1};
        if (setting.bf16) directions[d].states_half = at::empty({p.N, H}, packed.options());
        if (setting.training) directions[d].gates = at::empty({p.N, 4 * H}, x.options());
      }
    }
    {
      const Section inner("GRU recurrence");
      each_direction(D, [&](int64_t d) { run_direction(p, directions[d], setting, H, y.data_ptr<float>(), d * H, D * H); });
    }
    if (setting.training) {
      variable_list saved{lengths, packed, x, norm_weight, norm_bias, mean, rstd};
      for (const Direction& d : directions) saved.insert(saved.end(), {d.w_ih, d.w_hh, d.states, d.states_half, d.gates});
      ctx->save_for_backward(saved);
      save(ctx, setting);
    }
    return y;
  }

  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const Section section("GRU, packing of frames");
    const variable_list saved = ctx->get_saved_variables();
    const Setting setting = restored(ctx);
    const Tensor &packed = saved[1], &x = saved[2], dy = grads[0].contiguous();
    const Packing p(saved[0], x.size(1));
    const int64_t D = ((int64_t)saved.size() - 7) / 5, H = saved[8].size(1);
    std::vector<Direction> directions(D);
    std::vector<DirectionGradient> gradients(D);
    const at::TensorOptions factors = packed.options();
    Tensor dg = at::empty({p.N, D * 3 * H}, factors);
    for (int64_t d = 0; d < D; d++) {
      const Tensor* v = &saved[7 + 5 * d];
      directions[d] = {v[0], v[1], Tensor(), Tensor(), Tensor(), v[2], v[3], v[4], d == 1};
      gradients[d] = {dg.narrow(1, d * 3 * H, 3 * H), at::empty({p.N, 3 * H}, factors), at::zeros({4 * H}, x.options())};
    }
    {
      const Section inner("GRU recurrence, backward");
      each_direction(D, [&](int64_t d) {
        run_direction_backward(p, directions[d], setting, H, dy.data_ptr<float>(), d * H, D * H, gradients[d]);
      });
    }
    variable_list out(13);
    // The question counts tensors alone (x, lengths, weight, bias, …); the answer has a place for the setting, too.
    if (ctx->needs_input_grad(0) || (setting.normalise && (ctx->needs_input_grad(2) || ctx->needs_input_grad(3)))) {
      Tensor dx;
      {
        const Section inner("GRU input gradient");
        dx = large_product(gradients[0].input, directions[0].w_ih, setting.bf16);
        if (D == 2) RightFactor(directions[1].w_ih, setting.bf16).add_product(gradients[1].input, dx);
      }
      const Section inner("LayerNorm + GELU, backward");
      std::tie(out[0], out[3], out[4]) = std::tuple_cat(input_gradient(p, setting, dx, x, saved[3], saved[4], saved[5], saved[6]));
    }
    const Section inner("GRU weight gradient");
    const Tensor dw = large_product(dg.t(), packed, setting.bf16);
    for (int64_t d = 0; d < D; d++) {
      const DirectionGradient& g = gradients[d];
      const Tensor& states = setting.bf16 ? directions[d].states_half : directions[d].states;
      out[5 + 4 * d] = dw.narrow(0, d * 3 * H, 3 * H);
      out[6 + 4 * d] = large_product(g.recurrent.t(), previous_states(p, d == 1, states), setting.bf16);
      out[7 + 4 * d] = g.bias.narrow(0, 0, 3 * H).clone();
      out[8 + 4 * d] = at::cat({g.bias.narrow(0, 0, 2 * H), g.bias.narrow(0, 3 * H, H)});
    }
    return out;
  }

 private:
  static void save(AutogradContext* ctx, const Setting& s) {
    ctx->saved_data["switches"] = std::vector<int64_t>{s.bf16, s.normalise};
    ctx->saved_data["epsilon"] = s.epsilon;
    ctx->saved_data["mask"] = s.mask.counters();
  }
  static Setting restored(AutogradContext* ctx) {
    const std::vector<int64_t> switches = ctx->saved_data["switches"].toIntVector();
    return {switches[0] != 0, true, switches[1] != 0, ctx->saved_data["epsilon"].toDouble(),
            DropoutMask(ctx->saved_data["mask"].toIntVector())};
  }
};

void require(const Tensor& x, const Tensor& lengths, const std::vector<Tensor>& parameters, bool bf16) {
  TORCH_CHECK(x.dim() == 3 && x.scalar_type() == at::kFloat && x.device().is_cpu(),
              "the fused GRU takes a float32 CPU tensor (B,T,I), found ", x.toString(), " of ", x.dim(), " axes");
  TORCH_CHECK(lengths.dim() == 1 && lengths.size(0) == x.size(0) && lengths.scalar_type() == at::kLong && lengths.device().is_cpu(),
              "lengths must be ", x.size(0), " int64 values on the CPU");
  TORCH_CHECK(parameters.size() == 4 || parameters.size() == 8,
              "one or two directions of four parameters each, found ", parameters.size(), " tensors");
  TORCH_CHECK(!bf16 || bf16_kernels(), "bf16 needs a processor with AVX512_BF16 or AMX-BF16");
  const int64_t H = parameters[1].size(-1), I = x.size(2);
  for (size_t i = 0; i < parameters.size(); i++) {
    const Tensor& w = parameters[i];
    const int64_t columns = i % 4 == 0 ? I : i % 4 == 1 ? H : 1;
    TORCH_CHECK(w.scalar_type() == at::kFloat && w.size(0) == 3 * H && w.numel() == 3 * H * columns,
                "parameter ", i, " of the fused GRU has the wrong shape ", w.sizes());
  }
}

Tensor gru(const Tensor& x, const Tensor& lengths, const Tensor& norm_weight, const Tensor& norm_bias, double epsilon,
           std::vector<Tensor> weights, const DropoutMask& mask, bool bf16) {
  require(x, lengths, weights, bf16);
  const bool normalise = norm_weight.defined();
  const Tensor none = at::empty({0}, x.options());
  if (normalise)
    TORCH_CHECK(x.size(2) > 0 && norm_weight.sizes() == at::IntArrayRef({x.size(2)}) && norm_bias.defined() &&
                    norm_bias.sizes() == norm_weight.sizes() && norm_weight.scalar_type() == at::kFloat &&
                    norm_bias.scalar_type() == at::kFloat,
                "the norm's weight and bias must have ", x.size(2), " float32 values");
  const auto learns = [](const Tensor& w) { return w.defined() && w.requires_grad(); };
  const bool training = at::GradMode::is_enabled() && (learns(x) || learns(norm_weight) || learns(norm_bias) ||
                                                       std::any_of(weights.begin(), weights.end(), learns));
  for (Tensor& w : weights) w = w.contiguous();
  weights.resize(8, none);
  return FusedGru::apply(x.contiguous(), lengths.contiguous(), Setting{bf16, training, normalise, epsilon, mask},
                         normalise ? norm_weight.contiguous() : none, normalise ? norm_bias.contiguous() : none, weights[0],
                         weights[1], weights[2], weights[3], weights[4], weights[5], weights[6], weights[7]);
}

}  // namespace
}  // namespace asr

// lengths (B) int64; parameters: one or two directions of w_ih (3H,I), w_hh (3H,H), b_ih (3H), b_hh (3H).
ASR_TENSOR(asr_fused_gru, (Handle x, Handle lengths, TensorList parameters, bool bf16),
           asr::gru(*x, *lengths, {}, {}, 0, asr_unwrap(parameters), asr::DropoutMask(), bf16))

// LayerNorm over the features of x and GELU before it (norm_weight null: neither), dropout after it (p 0: none).
ASR_TENSOR(asr_fused_gru_block,
           (Handle x, Handle lengths, Handle norm_weight, Handle norm_bias, double epsilon, TensorList parameters, double p,
            int64_t seed, int64_t layer, int64_t step, bool bf16),
           asr::gru(*x, *lengths, asr_unwrap(norm_weight), asr_unwrap(norm_bias), epsilon, asr_unwrap(parameters),
                    asr::DropoutMask(p, seed, layer, step), bf16))
