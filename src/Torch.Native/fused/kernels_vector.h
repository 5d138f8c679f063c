// Vectors of floats and the functions on them that the kernels share. Set ASR_VECTOR_BYTES before the include; everything is in an
// unnamed namespace, so that each instruction set has code of its own. GCC/Clang vector extensions, but for masked tails on AVX-512.
#pragma once
#include <cstdint>
#if defined(__AVX512F__)
#include <immintrin.h>
#endif

namespace asr {
namespace {

constexpr int V = ASR_VECTOR_BYTES / 4;
typedef float vf __attribute__((vector_size(ASR_VECTOR_BYTES)));
typedef int32_t vi __attribute__((vector_size(ASR_VECTOR_BYTES)));
typedef float vfu __attribute__((vector_size(ASR_VECTOR_BYTES), aligned(4)));

#define ASR_INLINE inline __attribute__((always_inline))

ASR_INLINE vf load(const float* p) { return *(const vfu*)p; }
ASR_INLINE void store(float* p, vf v) { *(vfu*)p = v; }
ASR_INLINE vf all(float x) { return x - (vf){}; }
#if defined(__AVX512F__)
static_assert(V == 16, "with AVX-512 a vector is 16 floats, one bit of a mask each");
ASR_INLINE __mmask16 first_lanes(int64_t n) { return n >= V ? (__mmask16)0xffff : (__mmask16)((1u << n) - 1); }
ASR_INLINE vf load_some(const float* p, int64_t n) { return n >= V ? load(p) : (vf)_mm512_maskz_loadu_ps(first_lanes(n), p); }
ASR_INLINE void store_some(float* p, vf v, int64_t n) {
  if (n >= V) store(p, v);
  else _mm512_mask_storeu_ps(p, first_lanes(n), (__m512)v);
}
#else
ASR_INLINE vf load_some(const float* p, int64_t n) {
  if (n >= V) return load(p);
  vf v = {};
  for (int64_t i = 0; i < n; i++) v[i] = p[i];
  return v;
}
ASR_INLINE void store_some(float* p, vf v, int64_t n) {
  if (n >= V) { store(p, v); return; }
  for (int64_t i = 0; i < n; i++) p[i] = v[i];
}
#endif
ASR_INLINE vf choose(vi mask, vf a, vf b) { return (vf)(((vi)a & mask) | ((vi)b & ~mask)); }
ASR_INLINE float sum(vf v) {
  float s = 0;
  for (int i = 0; i < V; i++) s += v[i];
  return s;
}

// e^x to 1 ulp or so: x = n ln2 + r, |r| <= ln2/2, a polynomial for e^r (Cephes), n put in the exponent.
ASR_INLINE vf exponential(vf x) {
  x = choose(x > all(88.0f), all(88.0f), x);  // in this order a NaN stays one
  x = choose(x < all(-87.0f), all(-87.0f), x);
  vf n = x * 1.44269504088896341f + 12582912.0f;  // adding 1.5 * 2^23 rounds to the nearest integer
  vi e = (vi)n - (vi)all(12582912.0f);
  n -= 12582912.0f;
  vf r = x - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  vf p = all(1.9875691500e-4f);
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  return p * (vf)((e + 127) << 23);
}
ASR_INLINE vf absolute(vf x) { return (vf)((vi)x & 0x7fffffff); }
ASR_INLINE vf with_sign_of(vf magnitude, vf x) { return (vf)(((vi)magnitude & 0x7fffffff) | ((vi)x & (int32_t)0x80000000)); }
ASR_INLINE vf logistic(vf x) { return 1.0f / (1.0f + exponential(-x)); }
ASR_INLINE vf hyperbolic_tangent(vf x) {
  vf e = exponential(-2.0f * absolute(x));
  vf large = (1.0f - e) / (1.0f + e);
  vf s = x * x;  // near zero the quotient cancels; an odd series to x^9 is exact there to fp32
  vf small = x * (1.0f + s * (-0.333333333f + s * (0.133333333f + s * (-0.0539682540f + s * 0.0218694885f))));
  return choose(absolute(x) < all(0.25f), small, with_sign_of(large, x));
}

// erf, Abramowitz and Stegun 7.1.26 (absolute error 1.5e-7), and e^(-x^2) beside it, which the gradient needs.
ASR_INLINE vf error_function(vf x, vf* gauss) {
  vf a = absolute(x);
  vf t = 1.0f / (1.0f + 0.3275911f * a);
  vf g = exponential(-a * a);
  vf p = ((((1.061405429f * t - 1.453152027f) * t + 1.421413741f) * t - 0.284496736f) * t + 0.254829592f) * t;
  *gauss = g;
  return with_sign_of(1.0f - p * g, x);
}

ASR_INLINE vf gelu(vf x) {
  vf g;
  return 0.5f * x * (1.0f + error_function(x * 0.70710678118654752f, &g));
}
ASR_INLINE vf gelu_slope(vf x) {
  vf g, e = error_function(x * 0.70710678118654752f, &g);
  return 0.5f * (1.0f + e) + x * g * 0.39894228040143268f;
}

}  // namespace
}  // namespace asr
