// The tile operations that kernels_amx_body.h is written over, twice: as AMX instructions, and in plain C++ that obeys the same rules.
//
// A tile holds up to 16 rows of 64 bytes. The configuration says how many rows and bytes each of the eight has, and every operation
// uses exactly those: nothing outside them is read or written. Rules and arithmetic: Intel 64 Software Developer's Manual, volume 2,
// LDTILECFG, TILELOADD, TILESTORED, TDPBF16PS.
// No std templates here, whose code a linker could share with older processors.
#pragma once
#include "bf16.h"
#include <cstdint>
#include <cstring>

namespace asr {

// Before a thread's first tile instruction (amx_system.cpp).
void amx_prepare_thread();

// What the hardware would fault on: throws std::logic_error (kernels.cpp).
[[noreturn]] void amx_fault(const char* what);

namespace {

// The 64 bytes that LDTILECFG reads.
struct alignas(64) TileConfiguration {
  uint8_t palette = 1, start_row = 0, reserved[14] = {};
  uint16_t row_bytes[16] = {};  // only eight tiles exist
  uint8_t rows[16] = {};
};
static_assert(sizeof(TileConfiguration) == 64, "as LDTILECFG reads it");

inline uint32_t bits_of(float x) {
  uint32_t u;
  memcpy(&u, &x, 4);
  return u;
}
inline float float_of(uint32_t u) {
  float x;
  memcpy(&x, &u, 4);
  return x;
}
inline uint32_t flushed(uint32_t u) { return u & 0x7f800000u ? u : u & 0x80000000u; }

// To nearest even; a NaN stays one, and a denormal becomes zero, as VCVTNEPS2BF16 has it.
inline uint16_t round_to_bf16(float x) { return bf16_of(float_of(flushed(bits_of(x)))); }

// Tiles as the manual describes them.
class EmulatedTiles {
 public:
  explicit EmulatedTiles(const TileConfiguration& wanted) : now_(wanted) {
    if (now_.palette != 1) amx_fault("LDTILECFG: the palette is not 1");
    if (now_.start_row) amx_fault("LDTILECFG: a start row, which no operation here resumes from");
    for (int i = 0; i < 14; i++)
      if (now_.reserved[i]) amx_fault("LDTILECFG: a reserved byte is set");
    for (int t = 0; t < 16; t++) {
      if (t >= 8 && (now_.rows[t] || now_.row_bytes[t])) amx_fault("LDTILECFG: there are eight tiles");
      if (now_.rows[t] > 16 || now_.row_bytes[t] > 64) amx_fault("LDTILECFG: a tile is larger than 16 rows of 64 bytes");
      if (!now_.rows[t] != !now_.row_bytes[t]) amx_fault("LDTILECFG: a tile has rows without columns, or columns without rows");
    }
    memset(data_, 0, sizeof data_);
  }

  template <int T>
  void zero() { zero(T); }
  template <int T>
  void load(const void* from, int64_t stride) { load(T, from, stride); }
  template <int T>
  void store(void* to, int64_t stride) { store(T, to, stride); }
  template <int C, int A, int B>
  void multiply() { multiply(C, A, B); }

  void zero(int t) {
    require(t);
    memset(data_[t], 0, sizeof data_[t]);
  }

  void load(int t, const void* from, int64_t stride) {
    zero(t);
    for (int i = 0; i < now_.rows[t]; i++) memcpy(data_[t][i], (const char*)from + i * stride, now_.row_bytes[t]);
  }

  void store(int t, void* to, int64_t stride) const {
    require(t);
    for (int i = 0; i < now_.rows[t]; i++) memcpy((char*)to + i * stride, data_[t][i], now_.row_bytes[t]);
  }

  // C += A B over pairs of bf16: the first elements of the pairs and the second ones are summed apart, then together, then added.
  void multiply(int c, int a, int b) {
    require(c);
    require(a);
    require(b);
    if (c == a || c == b || a == b) amx_fault("TDPBF16PS: a tile is named twice");
    if (now_.row_bytes[c] % 4 || now_.row_bytes[a] % 4 || now_.row_bytes[b] % 4) amx_fault("TDPBF16PS: a row is not whole pairs");
    if (now_.rows[c] != now_.rows[a]) amx_fault("TDPBF16PS: the sum and the left factor differ in rows");
    if (now_.row_bytes[a] / 4 != now_.rows[b]) amx_fault("TDPBF16PS: the factors do not fit each other");
    if (now_.row_bytes[c] != now_.row_bytes[b]) amx_fault("TDPBF16PS: the sum and the right factor differ in columns");
    for (int i = 0; i < now_.rows[c]; i++) {
      float first[16] = {}, second[16] = {};
      for (int k = 0; k < now_.rows[b]; k++) {
        const uint32_t x = word(a, i, k);
        const float x0 = float_of(flushed(x << 16)), x1 = float_of(flushed(x & 0xffff0000u));
        uint32_t w[16];
        memcpy(w, data_[b][k], sizeof w);
        for (int j = 0; j < 16; j++) {
          first[j] = float_of(flushed(bits_of(__builtin_fmaf(x0, float_of(flushed(w[j] << 16)), first[j]))));
          second[j] = float_of(flushed(bits_of(__builtin_fmaf(x1, float_of(flushed(w[j] & 0xffff0000u)), second[j]))));
        }
      }
      for (int j = 0; j < now_.row_bytes[c] / 4; j++) {
        const float pair = float_of(flushed(bits_of(first[j] + second[j])));
        const uint32_t sum = flushed(bits_of(float_of(flushed(word(c, i, j))) + pair));
        memcpy(data_[c][i] + 4 * j, &sum, 4);
      }
    }
  }

  static void convert(const float* x, uint16_t* y, int64_t count) {
    for (int64_t i = 0; i < count; i++) y[i] = round_to_bf16(x[i]);
  }

 private:
  void require(int t) const {
    if (t < 0 || t >= 8 || !now_.rows[t]) amx_fault("an operation on a tile without a configuration");
  }
  uint32_t word(int t, int row, int column) const {
    uint32_t u;
    memcpy(&u, data_[t][row] + 4 * column, 4);
    return u;
  }

  TileConfiguration now_;
  unsigned char data_[8][16][64];
};

}  // namespace
}  // namespace asr

#if defined(__AMX_TILE__) && defined(__AMX_BF16__) && defined(__AVX512BF16__)
#include <immintrin.h>

namespace asr {
namespace {

// The instructions. Inline assembly, since GCC 12's intrinsics do not tell the compiler which memory they read.
// Made anew for each product, and released after it: other libraries on the same thread use tiles too, and a configuration believed to
// be still there would be a wrong result; both together take less than a hundredth of the smallest product that matters.
class HardwareTiles {
 public:
  explicit HardwareTiles(const TileConfiguration& wanted) {
    amx_prepare_thread();
    asm volatile("ldtilecfg %0" ::"m"(wanted) : "memory");
  }
  ~HardwareTiles() { asm volatile("tilerelease" ::: "memory"); }
  HardwareTiles(const HardwareTiles&) = delete;
  HardwareTiles& operator=(const HardwareTiles&) = delete;

  template <int T>
  void zero() { asm volatile("tilezero %%tmm%c0" ::"i"(T)); }
  template <int T>
  void load(const void* from, int64_t stride) {
    asm volatile("tileloadd (%0,%1,1), %%tmm%c2" ::"r"(from), "r"(stride), "i"(T) : "memory");
  }
  template <int T>
  void store(void* to, int64_t stride) {
    asm volatile("tilestored %%tmm%c2, (%0,%1,1)" ::"r"(to), "r"(stride), "i"(T) : "memory");
  }
  template <int C, int A, int B>
  void multiply() { asm volatile("tdpbf16ps %%tmm%c2, %%tmm%c1, %%tmm%c0" ::"i"(C), "i"(A), "i"(B)); }

  static void convert(const float* x, uint16_t* y, int64_t count) {
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) {
      const __m256i rounded = (__m256i)_mm512_cvtneps_pbh(_mm512_loadu_ps(x + i));
      _mm256_storeu_si256((__m256i*)(y + i), rounded);
    }
    for (; i < count; i++) y[i] = round_to_bf16(x[i]);
  }
};

}  // namespace
}  // namespace asr
#endif
