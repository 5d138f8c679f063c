// AVX-512 (x86-64-v4): 12 pixels x 2 vectors of 16 keep 24 of 32 registers busy as accumulators.
#define ASR_VECTOR_BYTES 64
#define ASR_PIXEL_BLOCK 12
#define ASR_INPUT_BLOCK 4
#define ASR_CONVOLUTION convolution_avx512
#include "kernels_convolution_body.h"
