// Small products in bf16 with fp32 accumulation, for processors with AVX512_BF16 (vdpbf16ps takes two k at a time).
#include "bf16.h"
#include "kernels.h"
#if defined(__x86_64__)
#include <immintrin.h>

namespace asr {
namespace {

constexpr int P = packed_panel;

int64_t padded(int64_t K) { return (K + packed_depth - 1) / packed_depth * packed_depth; }
int64_t packed_size(int64_t K, int64_t N) { return (N + P - 1) / P * P * padded(K); }

void pack(const float* w, int64_t ks, int64_t ns, int64_t K, int64_t N, uint16_t* packed) {
  bf16_packing.right_float(w, ks, ns, K, N, packed);
}

void convert(const float* x, uint16_t* y, int64_t count) {
  int64_t i = 0;
  for (; i + 16 <= count; i += 16) _mm256_storeu_si256((__m256i*)(y + i), (__m256i)_mm512_cvtneps_pbh(_mm512_loadu_ps(x + i)));
  for (; i < count; i++) y[i] = bf16_of(x[i]);
}

template <int R>
void multiply_block(const uint16_t* a, int64_t lda, const uint16_t* panel, int64_t K, float* c, int64_t ldc, int64_t columns,
                    bool accumulate) {
  __m512 s[R][3];
  for (int i = 0; i < R; i++)
    for (int j = 0; j < 3; j++) s[i][j] = _mm512_setzero_ps();
  int64_t k = 0;
  for (; k + 1 < K; k += 2, panel += 2 * P) {
    __m512bh w[3];
    for (int j = 0; j < 3; j++) w[j] = (__m512bh)_mm512_loadu_si512(panel + 32 * j);
    for (int i = 0; i < R; i++) {
      int32_t pair;
      __builtin_memcpy(&pair, a + i * lda + k, 4);
      __m512bh x = (__m512bh)_mm512_set1_epi32(pair);
      for (int j = 0; j < 3; j++) s[i][j] = _mm512_dpbf16_ps(s[i][j], x, w[j]);
    }
  }
  if (k < K)  // an odd one is left: its partner is zero
    for (int i = 0; i < R; i++)
      for (int j = 0; j < 3; j++)
        s[i][j] = _mm512_dpbf16_ps(s[i][j], (__m512bh)_mm512_set1_epi32(a[i * lda + k]), (__m512bh)_mm512_loadu_si512(panel + 32 * j));
  for (int i = 0; i < R; i++)
    for (int j = 0; j < 3; j++) {
      int64_t left = columns - 16 * j;
      if (left <= 0) continue;
      __mmask16 mask = left >= 16 ? (__mmask16)0xffff : (__mmask16)((1u << left) - 1);
      float* to = c + i * ldc + 16 * j;
      __m512 v = accumulate ? _mm512_add_ps(_mm512_maskz_loadu_ps(mask, to), s[i][j]) : s[i][j];
      _mm512_mask_storeu_ps(to, mask, v);
    }
}

typedef void Block(const uint16_t*, int64_t, const uint16_t*, int64_t, float*, int64_t, int64_t, bool);
constexpr int Most = 8;
Block* const blocks[Most + 1] = {nullptr,           multiply_block<1>, multiply_block<2>, multiply_block<3>, multiply_block<4>,
                                 multiply_block<5>, multiply_block<6>, multiply_block<7>, multiply_block<8>};

// Every block reads the whole panel: few blocks of like height, rather than eight rows and then the rest one by one.
void multiply(const uint16_t* a, int64_t lda, int64_t M, const uint16_t* packed, int64_t K, int64_t N, float* c, int64_t ldc,
              bool accumulate) {
  const int64_t step = padded(K) * P;
  for (int64_t n0 = 0; n0 < N; n0 += P, packed += step)
    for (int64_t m = 0, rows; m < M; m += rows) {
      const int64_t left = M - m;
      rows = left <= Most ? left : left < 2 * Most ? (left + 1) / 2 : Most;
      blocks[rows](a + m * lda, lda, packed, K, c + m * ldc + n0, ldc, N - n0 < P ? N - n0 : P, accumulate);
    }
}

}  // namespace

const Bf16Kernels kernels_avx512_bf16 = {P, packed_size, pack, convert, multiply};

}  // namespace asr
#endif
