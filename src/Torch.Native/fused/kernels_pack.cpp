// Factors of bf16 products in the layouts that the kernels read, from fp32 or bf16 in any order. Needs AVX-512 but not its bf16.
#include "bf16.h"
#include "kernels.h"
#if defined(__x86_64__)
#include <immintrin.h>

namespace asr {
namespace {

constexpr int64_t P = packed_panel, Tile = packed_depth;  // columns of a panel; k is padded to whole tiles
constexpr int Words = Tile / 2;                           // a word is a pair (k, k+1)

inline uint16_t narrow(float x) { return bf16_of(x); }
inline uint16_t narrow(uint16_t x) { return x; }

inline __mmask16 lanes(int64_t n) { return n >= 16 ? (__mmask16)0xffff : n <= 0 ? (__mmask16)0 : (__mmask16)((1u << n) - 1); }

// Sixteen values as bf16 in the low halves of words; those from n on are zero.
inline __m512i load(const float* p, int64_t n) {
  const __m512i u = _mm512_castps_si512(_mm512_maskz_loadu_ps(lanes(n), p));
  const __m512i odd = _mm512_and_si512(_mm512_srli_epi32(u, 16), _mm512_set1_epi32(1));
  const __m512i nearest = _mm512_srli_epi32(_mm512_add_epi32(u, _mm512_add_epi32(odd, _mm512_set1_epi32(0x7fff))), 16);
  const __mmask16 none = _mm512_cmp_ps_mask(_mm512_castsi512_ps(u), _mm512_castsi512_ps(u), _CMP_UNORD_Q);
  return _mm512_mask_or_epi32(nearest, none, _mm512_srli_epi32(u, 16), _mm512_set1_epi32(0x40));
}
inline __m512i load(const uint16_t* p, int64_t n) { return _mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(lanes(n), p)); }

// Pairs of two rows, side by side: word j holds low[j] and high[j].
inline __m512i pair(__m512i low, __m512i high) { return _mm512_or_si512(low, _mm512_slli_epi32(high, 16)); }

// Rows become columns.
inline void transpose(__m512i (&r)[16]) {
  __m512i a[16];
  for (int i = 0; i < 16; i += 2) {
    a[i] = _mm512_unpacklo_epi32(r[i], r[i + 1]);
    a[i + 1] = _mm512_unpackhi_epi32(r[i], r[i + 1]);
  }
  for (int i = 0; i < 16; i += 4) {
    r[i] = _mm512_unpacklo_epi64(a[i], a[i + 2]);
    r[i + 1] = _mm512_unpackhi_epi64(a[i], a[i + 2]);
    r[i + 2] = _mm512_unpacklo_epi64(a[i + 1], a[i + 3]);
    r[i + 3] = _mm512_unpackhi_epi64(a[i + 1], a[i + 3]);
  }
  for (int i = 0; i < 4; i++) {
    a[i] = _mm512_shuffle_i32x4(r[i], r[i + 4], 0x88);
    a[i + 4] = _mm512_shuffle_i32x4(r[i], r[i + 4], 0xdd);
    a[i + 8] = _mm512_shuffle_i32x4(r[i + 8], r[i + 12], 0x88);
    a[i + 12] = _mm512_shuffle_i32x4(r[i + 8], r[i + 12], 0xdd);
  }
  for (int i = 0; i < 4; i++) {
    r[i] = _mm512_shuffle_i32x4(a[i], a[i + 8], 0x88);
    r[i + 4] = _mm512_shuffle_i32x4(a[i + 4], a[i + 12], 0x88);
    r[i + 8] = _mm512_shuffle_i32x4(a[i], a[i + 8], 0xdd);
    r[i + 12] = _mm512_shuffle_i32x4(a[i + 4], a[i + 12], 0xdd);
  }
}

// Words of 16 columns that are contiguous in k: out[i] holds word i of each, from the first of `left` values of k.
template <class T>
inline void words_of_columns(const T* w, int64_t ns, int64_t left, int64_t columns, __m512i (&out)[16]) {
  for (int j = 0; j < 16; j++) {
    if (j >= columns) { out[j] = _mm512_setzero_si512(); continue; }
    const T* column = w + j * ns;
    // Two sets of 16 values, low halves; the even ones and the odd ones of both make the words.
    const __m256i first = _mm512_cvtepi32_epi16(load(column, left)), second = _mm512_cvtepi32_epi16(load(column + 16, left - 16));
    out[j] = _mm512_inserti64x4(_mm512_castsi256_si512(first), second, 1);
  }
  transpose(out);
}

// Words of 16 columns side by side in memory.
template <class T>
inline void words_of_rows(const T* w, int64_t ks, int64_t left, int64_t columns, __m512i (&out)[16]) {
  for (int i = 0; i < Words; i++) {
    const __m512i low = 2 * i < left ? load(w + 2 * i * ks, columns) : _mm512_setzero_si512();
    const __m512i high = 2 * i + 1 < left ? load(w + (2 * i + 1) * ks, columns) : _mm512_setzero_si512();
    out[i] = pair(low, high);
  }
}

template <class T>
inline void words_of_anything(const T* w, int64_t ks, int64_t ns, int64_t left, int64_t columns, __m512i (&out)[16]) {
  uint16_t values[Words][16][2] = {};
  for (int64_t k = 0; k < left && k < Tile; k++)
    for (int64_t j = 0; j < columns && j < 16; j++) values[k / 2][j][k % 2] = narrow(w[k * ks + j * ns]);
  for (int i = 0; i < Words; i++) out[i] = _mm512_loadu_si512(values[i]);
}

template <class T>
inline void words(const T* w, int64_t ks, int64_t ns, int64_t left, int64_t columns, __m512i (&out)[16]) {
  if (ns == 1) words_of_rows(w, ks, left, columns, out);
  else if (ks == 1) words_of_columns(w, ns, left, columns, out);
  else words_of_anything(w, ks, ns, left, columns, out);
}

template <class T>
void pack_right(const T* w, int64_t ks, int64_t ns, int64_t K, int64_t N, uint16_t* packed) {
  for (int64_t n0 = 0; n0 < N; n0 += P)
    for (int64_t k = 0; k < K; k += Tile, packed += Tile * P)
      for (int64_t j = 0; j < P; j += 16) {
        __m512i rows[16];
        words(w + k * ks + (n0 + j) * ns, ks, ns, K - k, N - n0 - j, rows);
        for (int i = 0; i < Words; i++) _mm512_storeu_si512(packed + 2 * (i * P + j), rows[i]);
      }
}

template <class T>
void pack_left(const T* a, int64_t ms, int64_t ks, int64_t M, int64_t K, uint16_t* rows, int64_t step) {
  for (int64_t m = 0; m < M; m += 16)
    for (int64_t k = 0; k < K; k += Tile) {
      __m512i block[16];
      words(a + m * ms + k * ks, ks, ms, K - k, M - m, block);
      transpose(block);
      for (int64_t i = 0; i < 16 && m + i < M; i++) {
        uint16_t* to = rows + (m + i) * step + k;
        _mm512_mask_storeu_epi16(to, K - k >= Tile ? (__mmask32)~0u : (__mmask32)((1u << (K - k)) - 1), block[i]);
      }
    }
}

void pack_right_float(const float* w, int64_t ks, int64_t ns, int64_t K, int64_t N, uint16_t* packed) {
  pack_right(w, ks, ns, K, N, packed);
}
void pack_right_half(const uint16_t* w, int64_t ks, int64_t ns, int64_t K, int64_t N, uint16_t* packed) {
  pack_right(w, ks, ns, K, N, packed);
}
void pack_left_float(const float* a, int64_t ms, int64_t ks, int64_t M, int64_t K, uint16_t* rows, int64_t step) {
  pack_left(a, ms, ks, M, K, rows, step);
}
void pack_left_half(const uint16_t* a, int64_t ms, int64_t ks, int64_t M, int64_t K, uint16_t* rows, int64_t step) {
  pack_left(a, ms, ks, M, K, rows, step);
}

}  // namespace

const Bf16Packing bf16_packing = {pack_right_float, pack_right_half, pack_left_float, pack_left_half};

}  // namespace asr
#else
namespace asr {
const Bf16Packing bf16_packing = {};  // nothing here takes bf16
}
#endif
