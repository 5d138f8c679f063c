// The elements of padded images, fp32 or (with ASR_BF16 set) bf16, and the words that products take: one fp32 or two bf16.
#pragma once
#include "bf16.h"
#include "kernels_vector.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace asr {
namespace {

ASR_INLINE int64_t rounded(int64_t n, int64_t m) { return (n + m - 1) / m * m; }

#if ASR_BF16

typedef uint16_t Element;
typedef uint32_t __attribute__((may_alias, aligned(2))) Word;
constexpr int Pack = 2;  // elements to a word

typedef uint16_t vh __attribute__((vector_size(2 * V)));

ASR_INLINE vh load_elements(const Element* p, int64_t n) {
  return n >= V ? (vh)_mm256_loadu_si256((const __m256i*)p) : (vh)_mm256_maskz_loadu_epi16(first_lanes(n), p);
}
ASR_INLINE vf load_some(const Element* p, int64_t n) { return (vf)(__builtin_convertvector(load_elements(p, n), vi) << 16); }
ASR_INLINE void store_some(Element* p, vf v, int64_t n) {
  const __m256i narrow = (__m256i)_mm512_cvtneps_pbh((__m512)v);
  if (n >= V) _mm256_storeu_si256((__m256i*)p, narrow);
  else _mm256_mask_storeu_epi16(p, first_lanes(n), narrow);
}
// s + x w, where x is one word and w a vector of words.
ASR_INLINE vf multiply_add(vf s, Word x, vf w) { return (vf)_mm512_dpbf16_ps((__m512)s, (__m512bh)_mm512_set1_epi32((int)x), (__m512bh)w); }
ASR_INLINE Element narrow(float x) { return bf16_of(x); }

#else

typedef float Element;
typedef float __attribute__((may_alias)) Word;
constexpr int Pack = 1;

ASR_INLINE vf multiply_add(vf s, Word x, vf w) { return s + x * w; }
ASR_INLINE Element narrow(float x) { return x; }

#endif

// What dropout keeps of v, the i-th vector on; i is a multiple of V.
ASR_INLINE vf keep(vf v, const uint16_t* kept, int64_t i) {
  const int32_t bits = kept[i / 16] >> (i % 16);
#if defined(__AVX512F__)
  return (vf)_mm512_maskz_mov_ps((__mmask16)bits, (__m512)v);
#else
  vi lane;
  for (int j = 0; j < V; j++) lane[j] = 1 << j;
  return (vf)((vi)v & (((bits - (vi){}) & lane) != 0));
#endif
}

}  // namespace
}  // namespace asr
