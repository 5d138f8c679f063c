// What AMX needs besides the instructions: a processor and a system that have it, the kernel's permission, and room on signal stacks.
#include "amx_tiles.h"
#include "kernels.h"
#include <cstdlib>
#if defined(__x86_64__) && defined(__linux__)
#include <cpuid.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <csignal>

namespace asr {
namespace {

bool processor_has_amx() {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & (1u << 27))) return false;  // the system saves extended state, and XGETBV tells which
  uint32_t low, high;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  constexpr uint32_t tile_state = 3u << 17;  // TILECFG and TILEDATA
  if ((low & tile_state) != tile_state) return false;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return false;
  constexpr uint32_t amx_bf16 = 1u << 22, amx_tile = 1u << 24;
  return (d & amx_bf16) && (d & amx_tile);
}

// Linux gives a process the 8 KiB of tile registers a thread only when asked. It refuses where a thread's signal stack is too small.
bool permitted() {
  constexpr long request_permission = 0x1023, tile_data = 18;
  return syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
}

// A thread that has used tiles gets 8 KiB more on its signal stack with every signal. The .NET runtime's stacks of 16 KiB with a
// guard page are too small for that: a null reference would end the process instead of being an exception. So such a thread gets a
// larger one, until it ends.
class SignalStack {
 public:
  SignalStack() {
    constexpr size_t enough = 64 << 10, guard = 4 << 10;
    if (sigaltstack(nullptr, &before_) || before_.ss_flags || before_.ss_size >= enough) return;  // none, in use, or large
    void* memory = mmap(nullptr, guard + enough, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (memory == MAP_FAILED) return;
    mprotect(memory, guard, PROT_NONE);
    stack_t larger = {};
    larger.ss_sp = (char*)memory + guard;
    larger.ss_size = enough;
    if (sigaltstack(&larger, nullptr)) munmap(memory, guard + enough);
    else { memory_ = memory; bytes_ = guard + enough; ours_ = larger.ss_sp; }
  }
  ~SignalStack() {
    stack_t now;
    if (!memory_ || sigaltstack(nullptr, &now) || now.ss_sp != ours_ || (now.ss_flags & SS_ONSTACK)) return;
    if (!sigaltstack(&before_, nullptr)) munmap(memory_, bytes_);
  }

 private:
  stack_t before_ = {};
  void *memory_ = nullptr, *ours_ = nullptr;
  size_t bytes_ = 0;
};

}  // namespace

bool amx_available() {
  static const bool yes = processor_has_amx() && permitted();
  return yes;
}

void amx_prepare_thread() { static thread_local SignalStack stack; }

}  // namespace asr
#else
namespace asr {
bool amx_available() { return false; }
void amx_prepare_thread() {}
}  // namespace asr
#endif
