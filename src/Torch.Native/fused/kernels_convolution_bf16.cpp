// AVX512_BF16: elements in bf16, two of them to a 32-bit word, which vdpbf16ps multiplies and adds in fp32.
#define ASR_VECTOR_BYTES 64
#define ASR_PIXEL_BLOCK 12
#define ASR_INPUT_BLOCK 4
#define ASR_BF16 1
#define ASR_CONVOLUTION convolution_bf16
#include "kernels_convolution_body.h"
