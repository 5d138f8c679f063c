// AVX2 with FMA (x86-64-v3): 6 pixels x 2 vectors of 8 keep 12 of 16 registers busy as accumulators.
#define ASR_VECTOR_BYTES 32
#define ASR_PIXEL_BLOCK 6
#define ASR_INPUT_BLOCK 2
#define ASR_CONVOLUTION convolution_avx2
#include "kernels_convolution_body.h"
