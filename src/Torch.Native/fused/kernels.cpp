// Chooses the kernels once, at first use, by what the processor can do; ASR_CPU_KERNELS asks for less, to test older paths.
#include "kernels.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace asr {
namespace {

// 0 baseline, 1 avx2, 2 avx512, 3 avx512_bf16: the most that ASR_CPU_KERNELS allows.
int limit() {
  static const char* const order[] = {"baseline", "avx2", "avx512", "avx512_bf16"};
  const char* asked = std::getenv("ASR_CPU_KERNELS");
  if (!asked || !*asked) return 3;
  for (int i = 0; i < 4; i++)
    if (!std::strcmp(asked, order[i])) return i;
  std::fprintf(stderr, "ASR_CPU_KERNELS=%s is none of baseline, avx2, avx512, avx512_bf16; the best of this processor is used\n", asked);
  return 3;
}

int allowed() {
  static const int most = limit();
  return most;
}

// The names of whole levels, so that every instruction the compiler may use in those files is asked for.
const Kernels& choose() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (allowed() >= 2 && __builtin_cpu_supports("x86-64-v4")) return kernels_avx512;
  if (allowed() >= 1 && __builtin_cpu_supports("x86-64-v3")) return kernels_avx2;
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
  static const Bf16Kernels* chosen = allowed() >= 3 && &kernels() == &kernels_avx512 && __builtin_cpu_supports("avx512bf16") ? &kernels_avx512_bf16 : nullptr;
  return chosen;
#else
  return nullptr;
#endif
}

}  // namespace asr
