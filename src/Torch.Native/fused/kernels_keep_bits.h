// Bits of a dropout mask, one source for all instruction sets (included by kernels_convolution_body.h).
#include "kernels_elements.h"

namespace asr {
namespace {

// Philox 4x32-10 (Salmon et al., 2011). Eight counters side by side give 64 bits of the mask: 32 from their words 0 and 1, four bits a
// counter (the words' lower and upper halves in turn), then 32 from their words 2 and 3.
void keep_bits(int64_t first, int64_t count, uint32_t keep, const uint32_t key[2], uint32_t layer, uint32_t step, uint16_t* bits) {
  constexpr int L = 8;
  typedef uint64_t lanes __attribute__((vector_size(8 * L)));  // 32 bits of each are in use; the rest is never looked at
  const lanes numbers = {0, 1, 2, 3, 4, 5, 6, 7};
  for (int64_t block = 2 * first; block < 2 * (first + count); block++, bits += 4) {
    lanes c0 = numbers + (uint64_t)block * L, c1 = c0 >> 32, c2 = layer - (lanes){}, c3 = step - (lanes){};
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++, k0 += 0x9E3779B9u, k1 += 0xBB67AE85u) {
#if defined(__AVX512F__)
      const lanes p = (lanes)_mm512_maskz_mul_epu32((__mmask8)-1, (__m512i)c0, _mm512_set1_epi64(0xD2511F53));
      const lanes q = (lanes)_mm512_maskz_mul_epu32((__mmask8)-1, (__m512i)c2, _mm512_set1_epi64(0xCD9E8D57));
#else
      const lanes p = (c0 & 0xffffffffu) * 0xD2511F53u, q = (c2 & 0xffffffffu) * 0xCD9E8D57u;
#endif
      c0 = (q >> 32) ^ c1 ^ k0;
      c2 = (p >> 32) ^ c3 ^ k1;
      c1 = q;
      c3 = p;
    }
    const lanes low = (c0 & 0xffffffffu) | c1 << 32, high = (c2 & 0xffffffffu) | c3 << 32;
#if defined(__AVX512BW__)
    const uint32_t words[2] = {_mm512_cmplt_epu16_mask((__m512i)low, _mm512_set1_epi16((short)keep)),
                               _mm512_cmplt_epu16_mask((__m512i)high, _mm512_set1_epi16((short)keep))};
#else
    uint32_t words[2] = {0, 0};
    for (int i = 0; i < 4 * L; i++) {
      words[0] |= (uint32_t)((uint16_t)(low[i / 4] >> 16 * (i % 4)) < keep) << i;
      words[1] |= (uint32_t)((uint16_t)(high[i / 4] >> 16 * (i % 4)) < keep) << i;
    }
#endif
    __builtin_memcpy(bits, words, sizeof words);
  }
}

}  // namespace
}  // namespace asr
