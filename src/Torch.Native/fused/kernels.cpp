// Chooses the kernels once, at first use, by what the processor can do; ASR_CPU_KERNELS asks for less, to test older paths.
#include "kernels.h"
#include <cstdlib>
#include <cstring>

namespace asr {
namespace {

bool allowed(const char* set) {
  static const char* asked = std::getenv("ASR_CPU_KERNELS");
  if (!asked || !*asked) return true;
  static const char* const order[] = {"baseline", "avx2", "avx512", "avx512_bf16"};
  int limit = 3, wanted = 0;
  for (int i = 0; i < 4; i++) {
    if (!std::strcmp(asked, order[i])) limit = i;
    if (!std::strcmp(set, order[i])) wanted = i;
  }
  return wanted <= limit;
}

const Kernels& choose() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (allowed("avx512") && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd"))
    return kernels_avx512;
  if (allowed("avx2") && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")) return kernels_avx2;
#endif
  return kernels_baseline;
}

}  // namespace

const Kernels& kernels() {
  static const Kernels& chosen = choose();
  return chosen;
}

const Bf16Kernels* bf16_kernels() {
#if defined(__x86_64__)
  static const Bf16Kernels* chosen = allowed("avx512_bf16") && &kernels() == &kernels_avx512 && __builtin_cpu_supports("avx512bf16") ? &kernels_avx512_bf16 : nullptr;
  return chosen;
#else
  return nullptr;
#endif
}

}  // namespace asr
