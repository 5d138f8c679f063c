// How a float becomes bf16 outside of vectors. Static and always inline: each file has it compiled for its own instruction set.
#pragma once
#include <cstdint>

namespace asr {

// To nearest, from a tie to the even; a NaN stays one.
__attribute__((always_inline)) static inline uint16_t bf16_of(float x) {
  uint32_t u;
  __builtin_memcpy(&u, &x, 4);
  if ((u & 0x7fffffffu) > 0x7f800000u) return (uint16_t)((u >> 16) | 0x40);
  return (uint16_t)((u + 0x7fff + ((u >> 16) & 1)) >> 16);
}

}  // namespace asr
