// Any 64-bit processor: vectors of 4, as SSE2 and NEON have.
#define ASR_VECTOR_BYTES 16
#define ASR_PIXEL_BLOCK 6
#define ASR_INPUT_BLOCK 2
#define ASR_CONVOLUTION convolution_baseline
#include "kernels_convolution_body.h"
