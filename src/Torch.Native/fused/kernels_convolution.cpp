// The convolution kernels that go with the chosen instruction set.
#include "kernels_convolution.h"
#include "kernels.h"

namespace asr {

const ConvolutionKernels* convolution_kernels(bool bf16) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  // Products in bf16 may be there by other means (matrix units, their emulation); these kernels want AVX512_BF16 itself.
  if (bf16) return bf16_kernels() && __builtin_cpu_supports("avx512bf16") ? &convolution_bf16 : nullptr;
  if (&kernels() == &kernels_avx512) return &convolution_avx512;
  if (&kernels() == &kernels_avx2) return &convolution_avx2;
#endif
  return bf16 ? nullptr : &convolution_baseline;
}

}  // namespace asr
