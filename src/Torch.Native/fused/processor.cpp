// What the processor offers to the fused layers, and how it treats denormal numbers.
#include "../shim.h"
#include "kernels.h"
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <vector>

ASR_API const char* asr_cpu_kernels() { return asr::kernels().name; }
ASR_API const char* asr_cpu_bf16_kernels() { return asr::bf16_kernel_name(); }
ASR_API int32_t asr_cpu_has_bf16() { return asr::bf16_kernels() != nullptr; }

// Denormals are slow and carry nothing here. The flag belongs to a thread, so every thread of the pool sets its own.
ASR_STATUS(asr_set_flush_denormal, (bool on), {
  at::globalContext().setFlushDenormal(on);
  at::parallel_for(0, at::get_num_threads(), 1, [&](int64_t, int64_t) { at::globalContext().setFlushDenormal(on); });
})
