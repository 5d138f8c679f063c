// The kernels' one source, compiled once per instruction set with these set before the include:
//   ASR_VECTOR_BYTES, ASR_PANEL_VECTORS, ASR_ROW_BLOCK, ASR_KERNELS (name of the table), ASR_KERNELS_NAME.
// GCC/Clang vector extensions only: no intrinsics, and no std templates, whose code a linker could share with older processors.
#include "kernels.h"
#include "kernels_vector.h"

namespace asr {
namespace {

constexpr int NV = ASR_PANEL_VECTORS;
constexpr int P = V * NV;

void pack(const float* w, int64_t ks, int64_t ns, int64_t K, int64_t N, float* packed) {
  for (int64_t n0 = 0; n0 < N; n0 += P)
    for (int64_t k = 0; k < K; k++, packed += P)
      for (int64_t j = 0; j < P; j++) packed[j] = n0 + j < N ? w[k * ks + (n0 + j) * ns] : 0.0f;
}

template <int R>
void multiply_block(const float* a, int64_t lda, const float* panel, int64_t K, float* c, int64_t ldc, int64_t columns, bool accumulate) {
  vf s[R][NV];
  for (int i = 0; i < R; i++)
    for (int j = 0; j < NV; j++) s[i][j] = (vf){};
  for (int64_t k = 0; k < K; k++, panel += P) {
    vf w[NV];
    for (int j = 0; j < NV; j++) w[j] = load(panel + j * V);
    for (int i = 0; i < R; i++) {
      vf x = all(a[i * lda + k]);
      for (int j = 0; j < NV; j++) s[i][j] += x * w[j];
    }
  }
  for (int i = 0; i < R; i++)
    for (int j = 0; j < NV; j++) {
      int64_t left = columns - j * V;
      if (left <= 0) continue;
      float* to = c + i * ldc + j * V;
      store_some(to, accumulate ? load_some(to, left) + s[i][j] : s[i][j], left);
    }
}

// multiply_block of any number of rows up to R.
template <int R>
ASR_INLINE void multiply_rows(int64_t rows, const float* a, int64_t lda, const float* panel, int64_t K, float* c, int64_t ldc,
                              int64_t columns, bool accumulate) {
  if (rows == R) return multiply_block<R>(a, lda, panel, K, c, ldc, columns, accumulate);
  if constexpr (R > 1) multiply_rows<R - 1>(rows, a, lda, panel, K, c, ldc, columns, accumulate);
}

// Every block reads the whole panel: few blocks of like height, rather than the highest and then the rest one by one.
void multiply(const float* a, int64_t lda, int64_t M, const float* packed, int64_t K, int64_t N, float* c, int64_t ldc, bool accumulate) {
  constexpr int64_t most = ASR_ROW_BLOCK;
  for (int64_t n0 = 0; n0 < N; n0 += P, packed += K * P)
    for (int64_t m = 0, rows; m < M; m += rows) {
      const int64_t left = M - m;
      rows = left <= most ? left : left < 2 * most ? (left + 1) / 2 : most;
      multiply_rows<most>(rows, a + m * lda, lda, packed, K, c + m * ldc + n0, ldc, N - n0 < P ? N - n0 : P, accumulate);
    }
}

// Rounds to bf16, to the nearest and from a tie to the even; a NaN stays one.
typedef uint16_t vh __attribute__((vector_size(ASR_VECTOR_BYTES / 2)));
typedef uint16_t vhu __attribute__((vector_size(ASR_VECTOR_BYTES / 2), aligned(2)));
ASR_INLINE void store_half(uint16_t* p, vf v, int64_t n) {
  typedef uint32_t vu __attribute__((vector_size(ASR_VECTOR_BYTES)));
  const vu bits = (vu)v, nearest = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16, none = (vu)(v != v);
  const vh half = __builtin_convertvector((nearest & ~none) | ((bits >> 16 | 0x40) & none), vh);
  if (n >= V) *(vhu*)p = half;
  else for (int64_t i = 0; i < n; i++) p[i] = half[i];
}
ASR_INLINE void store_either(float* p, uint16_t* half, int64_t i, vf v, int64_t n) {
  if (p) store_some(p + i, v, n);
  if (half) store_half(half + i, v, n);
}
ASR_INLINE void add_some(float* p, vf v, int64_t n) { store_some(p, load_some(p, n) + v, n); }

void gru_forward(const GruForwardStep& s) {
  const int64_t H = s.hidden;
  for (int64_t b = 0; b < s.rows; b++) {
    const bool history = b < s.with_history;
    const float *x = s.input + b * 3 * H, *u = history ? s.recurrent + b * 3 * H : nullptr,
                *before = history ? s.previous + b * H : nullptr;
    float *gates = s.gates ? s.gates + b * 4 * H : nullptr, *h = s.hidden_out + b * H, *y = s.output[b];
    uint16_t* half = s.hidden_half ? s.hidden_half + b * H : nullptr;
    for (int64_t i = 0; i < H; i += V) {
      const int64_t n = H - i;
      vf xr = load_some(x + i, n) + load_some(s.bias + i, n), xz = load_some(x + H + i, n) + load_some(s.bias + H + i, n);
      vf un = {}, hp = {};
      if (history) {
        xr += load_some(u + i, n);
        xz += load_some(u + H + i, n);
        un = load_some(u + 2 * H + i, n);
        hp = load_some(before + i, n);
      }
      vf r = logistic(xr), z = logistic(xz), q = un + load_some(s.bias_n + i, n);
      vf c = hyperbolic_tangent(load_some(x + 2 * H + i, n) + load_some(s.bias + 2 * H + i, n) + r * q);
      vf next = c + z * (hp - c);
      store_some(h + i, next, n);
      store_some(y + i, next, n);
      if (half) store_half(half + i, next, n);
      if (gates) {
        store_some(gates + i, r, n);
        store_some(gates + H + i, z, n);
        store_some(gates + 2 * H + i, c, n);
        store_some(gates + 3 * H + i, q, n);
      }
    }
  }
}

void gru_backward(const GruBackwardStep& s) {
  const int64_t H = s.hidden;
  for (int64_t b = 0; b < s.rows; b++) {
    const float *g = s.gates + b * 4 * H, *before = b < s.with_history ? s.previous + b * H : nullptr, *dy = s.grad_output[b];
    float *carry = s.carry + b * H, *dx = s.grad_input ? s.grad_input + b * s.input_step : nullptr,
          *du = s.grad_recurrent ? s.grad_recurrent + b * 3 * H : nullptr;
    uint16_t* dx_half = s.grad_input_half ? s.grad_input_half + b * s.input_step : nullptr;
    uint16_t* du_half = s.grad_recurrent_half ? s.grad_recurrent_half + b * 3 * H : nullptr;
    for (int64_t i = 0; i < H; i += V) {
      const int64_t n = H - i;
      vf r = load_some(g + i, n), z = load_some(g + H + i, n), c = load_some(g + 2 * H + i, n), q = load_some(g + 3 * H + i, n);
      vf hp = before ? load_some(before + i, n) : (vf){};
      vf dh = load_some(dy + i, n) + load_some(carry + i, n);
      vf dc = dh * (1.0f - z) * (1.0f - c * c);
      vf dz = dh * (hp - c) * z * (1.0f - z);
      vf dr = dc * q * r * (1.0f - r);
      vf dq = dc * r;
      store_either(dx, dx_half, i, dr, n);
      store_either(dx, dx_half, H + i, dz, n);
      store_either(dx, dx_half, 2 * H + i, dc, n);
      store_either(du, du_half, i, dr, n);
      store_either(du, du_half, H + i, dz, n);
      store_either(du, du_half, 2 * H + i, dq, n);
      add_some(s.grad_bias + i, dr, n);
      add_some(s.grad_bias + H + i, dz, n);
      add_some(s.grad_bias + 2 * H + i, dc, n);
      add_some(s.grad_bias + 3 * H + i, dq, n);
      store_some(carry + i, dh * z, n);
    }
  }
}

// Features side by side (inner = 1): the sums run along the vector.
void norm_gelu_forward_rows(const NormGelu& s, float* y) {
  const int64_t F = s.features;
  vf total = {};
  for (int64_t i = 0; i < F; i += V) total += load_some(s.x + i, F - i);
  const float mean = sum(total) / F;
  vf squares = {};
  for (int64_t i = 0; i < F; i += V) {
    vf d = load_some(s.x + i, F - i) - mean;
    if (F - i < V) for (int64_t j = F - i; j < V; j++) d[j] = 0;
    squares += d * d;
  }
  const float rstd = 1.0f / __builtin_sqrtf(sum(squares) / F + s.epsilon);
  *s.mean = mean;
  *s.rstd = rstd;
  for (int64_t i = 0; i < F; i += V) {
    vf normal = (load_some(s.x + i, F - i) - mean) * rstd;
    store_some(y + i, gelu(normal * load_some(s.weight + i, F - i) + load_some(s.bias + i, F - i)), F - i);
  }
}

void norm_gelu_backward_rows(const NormGelu& s, const float* dy, float* dx, float* dw, float* db) {
  const int64_t F = s.features;
  const float mean = *s.mean, rstd = *s.rstd;
  vf first = {}, second = {};
  for (int64_t i = 0; i < F; i += V) {
    const int64_t n = F - i;
    vf normal = (load_some(s.x + i, n) - mean) * rstd, w = load_some(s.weight + i, n);
    vf d = load_some(dy + i, n) * gelu_slope(normal * w + load_some(s.bias + i, n));
    store_some(dw + i, load_some(dw + i, n) + d * normal, n);
    store_some(db + i, load_some(db + i, n) + d, n);
    d *= w;
    store_some(dx + i, d, n);
    first += d;  // lanes beyond F hold zero, since dy is zero there
    second += d * normal;
  }
  const float a = sum(first) / F, b = sum(second) / F;
  for (int64_t i = 0; i < F; i += V) {
    vf normal = (load_some(s.x + i, F - i) - mean) * rstd;
    store_some(dx + i, rstd * (load_some(dx + i, F - i) - a - normal * b), F - i);
  }
}

// Features `inner` apart (time runs along the vector): a strip of V positions at a time.
void norm_gelu_forward(const NormGelu& s, float* y) {
  if (s.inner == 1) {
    if (s.valid > 0) norm_gelu_forward_rows(s, y);
    else for (int64_t f = 0; f < s.features; f++) y[f] = 0;
    return;
  }
  const int64_t F = s.features, T = s.inner;
  for (int64_t t = 0; t < s.valid; t += V) {
    const int64_t n = s.valid - t;
    vf total = {}, squares = {};
    for (int64_t f = 0; f < F; f++) total += load_some(s.x + f * T + t, n);
    vf mean = total / (float)F;
    for (int64_t f = 0; f < F; f++) { vf d = load_some(s.x + f * T + t, n) - mean; squares += d * d; }
    vf variance = squares / (float)F + s.epsilon, rstd;
    for (int j = 0; j < V; j++) rstd[j] = 1.0f / __builtin_sqrtf(variance[j]);
    store_some(s.mean + t, mean, n);
    store_some(s.rstd + t, rstd, n);
    for (int64_t f = 0; f < F; f++)
      store_some(y + f * T + t, gelu((load_some(s.x + f * T + t, n) - mean) * rstd * s.weight[f] + s.bias[f]), n);
  }
  for (int64_t f = 0; f < F; f++)
    for (int64_t t = s.valid; t < T; t++) y[f * T + t] = 0;
}

void norm_gelu_backward(const NormGelu& s, const float* dy, float* dx, float* dw, float* db) {
  if (s.inner == 1) {
    if (s.valid > 0) norm_gelu_backward_rows(s, dy, dx, dw, db);
    else for (int64_t f = 0; f < s.features; f++) dx[f] = 0;
    return;
  }
  const int64_t F = s.features, T = s.inner;
  for (int64_t t = 0; t < s.valid; t += V) {
    const int64_t n = s.valid - t;
    vf mean = load_some(s.mean + t, n), rstd = load_some(s.rstd + t, n), first = {}, second = {};
    for (int64_t f = 0; f < F; f++) {
      vf normal = (load_some(s.x + f * T + t, n) - mean) * rstd;
      vf d = load_some(dy + f * T + t, n) * gelu_slope(normal * s.weight[f] + s.bias[f]);
      dw[f] += sum(d * normal);
      db[f] += sum(d);
      d *= s.weight[f];
      store_some(dx + f * T + t, d, n);
      first += d;
      second += d * normal;
    }
    first /= (float)F;
    second /= (float)F;
    for (int64_t f = 0; f < F; f++) {
      vf normal = (load_some(s.x + f * T + t, n) - mean) * rstd;
      store_some(dx + f * T + t, rstd * (load_some(dx + f * T + t, n) - first - normal * second), n);
    }
  }
  for (int64_t f = 0; f < F; f++)
    for (int64_t t = s.valid; t < T; t++) dx[f * T + t] = 0;
}

// Philox 4x32-10 (Salmon et al., 2011), four 32-bit words a counter: eight elements of the mask.
void dropout(const float* x, float* y, int64_t first, int64_t count, uint32_t keep, float scale, const uint32_t key[2], uint32_t layer,
             uint32_t step) {
  constexpr int L = 16;  // counters side by side, so that the compiler vectorises the rounds
  const int64_t begin = first / 8, end = (first + count + 7) / 8;
  for (int64_t block = begin; block < end; block += L) {
    uint32_t c0[L], c1[L], c2[L], c3[L], k0 = key[0], k1 = key[1];
    for (int j = 0; j < L; j++) {
      c0[j] = (uint32_t)(block + j);
      c1[j] = (uint32_t)((uint64_t)(block + j) >> 32);
      c2[j] = layer;
      c3[j] = step;
    }
    for (int round = 0; round < 10; round++, k0 += 0x9E3779B9u, k1 += 0xBB67AE85u)
      for (int j = 0; j < L; j++) {
        uint64_t p = (uint64_t)0xD2511F53u * c0[j], q = (uint64_t)0xCD9E8D57u * c2[j];
        uint32_t n0 = (uint32_t)(q >> 32) ^ c1[j] ^ k0, n2 = (uint32_t)(p >> 32) ^ c3[j] ^ k1;
        c1[j] = (uint32_t)q; c3[j] = (uint32_t)p; c0[j] = n0; c2[j] = n2;
      }
    float factor[L * 8];
    for (int j = 0; j < L; j++) {
      const uint32_t words[4] = {c0[j], c1[j], c2[j], c3[j]};
      for (int w = 0; w < 4; w++) {
        factor[j * 8 + 2 * w] = (words[w] & 0xffffu) < keep ? scale : 0.0f;
        factor[j * 8 + 2 * w + 1] = (words[w] >> 16) < keep ? scale : 0.0f;
      }
    }
    int64_t from = block * 8 < first ? first : block * 8, to = (block + L) * 8 < first + count ? (block + L) * 8 : first + count;
    for (int64_t i = from; i < to; i++) y[i - first] = x[i - first] * factor[i - block * 8];
  }
}

void adamw(const AdamW& s) {
  const vf rate = all(s.rate), epsilon = all(s.epsilon);
  for (int64_t i = 0; i < s.count; i += V) {
    const int64_t n = s.count - i;
    const vf slope = s.sign * load_some(s.gradient + i, n);
    const vf mean = load_some(s.mean + i, n) * s.beta1 + s.rest1 * slope;
    const vf square = load_some(s.square + i, n) * s.beta2 + s.rest2 * slope * slope;
    vf root;
    for (int j = 0; j < V; j++) root[j] = __builtin_sqrtf(square[j]);
    store_some(s.mean + i, mean, n);
    store_some(s.square + i, square, n);
    store_some(s.parameter + i, load_some(s.parameter + i, n) * s.keep - rate * (mean / (root / s.correction2 + epsilon)), n);
  }
}

}  // namespace

extern const Kernels ASR_KERNELS;
const Kernels ASR_KERNELS = {ASR_KERNELS_NAME, P, pack, multiply, gru_forward, gru_backward, norm_gelu_forward, norm_gelu_backward,
                             dropout, adamw};

}  // namespace asr
