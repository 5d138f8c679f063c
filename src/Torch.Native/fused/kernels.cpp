// Chooses the kernels once, at first use, by what the processor can do; ASR_CPU_KERNELS asks for less, to test older paths.
#include "kernels.h"
#include "amx_tiles.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace asr {
namespace {

// The most that ASR_CPU_KERNELS allows.
enum Level { Baseline, Avx2, Avx512, Avx512Bf16, Amx, AmxEmulated };

int limit() {
  static const char* const order[] = {"baseline", "avx2", "avx512", "avx512_bf16", "amx", "amx_emulated"};
  const char* asked = std::getenv("ASR_CPU_KERNELS");
  if (!asked || !*asked) return Amx;
  for (int i = 0; i <= AmxEmulated; i++)
    if (!std::strcmp(asked, order[i])) return i;
  std::fprintf(stderr,
               "ASR_CPU_KERNELS=%s is none of baseline, avx2, avx512, avx512_bf16, amx, amx_emulated; the best of this processor is used\n",
               asked);
  return Amx;
}

int allowed() {
  static const int most = limit();
  return most;
}

// The names of whole levels, so that every instruction the compiler may use in those files is asked for.
const Kernels& choose() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (allowed() >= Avx512 && __builtin_cpu_supports("x86-64-v4")) return kernels_avx512;
  if (allowed() >= Avx2 && __builtin_cpu_supports("x86-64-v3")) return kernels_avx2;
#endif
  return kernels_baseline;
}

struct Named {
  const char* name;
  const Bf16Kernels* table;
  Level level;
};

#if defined(__x86_64__)
const Named bf16_tables[] = {
    {"amx_emulated", &kernels_amx_emulated, AmxEmulated},
    {"amx", &kernels_amx_bf16, Amx},
    {"avx512_bf16", &kernels_avx512_bf16, Avx512Bf16}};

bool can_run(Level level) {
  if (!__builtin_cpu_supports("x86-64-v4")) return false;
  if (level == AmxEmulated) return true;
  return __builtin_cpu_supports("avx512bf16") && (level != Amx || amx_available());
}
#else
const Named bf16_tables[] = {{"", nullptr, AmxEmulated}};
bool can_run(Level) { return false; }
#endif

const Named& choose_bf16() {
  static const Named none = {"", nullptr, Baseline};
  for (const Named& t : bf16_tables)
    if (t.level <= allowed() && can_run(t.level)) return t;
  return none;
}

const Named& chosen_bf16() {
  static const Named& chosen = choose_bf16();
  return chosen;
}

}  // namespace

void amx_fault(const char* what) { throw std::logic_error(what); }

const Kernels& kernels() {
  static const Kernels& chosen = choose();
  return chosen;
}

const Bf16Kernels* bf16_kernels() { return chosen_bf16().table; }
const char* bf16_kernel_name() { return chosen_bf16().name; }

const Bf16Kernels* bf16_kernels_named(const char* name) {
  for (const Named& t : bf16_tables)
    if (t.table && !std::strcmp(name, t.name)) return can_run(t.level) ? t.table : nullptr;
  return nullptr;
}

}  // namespace asr
