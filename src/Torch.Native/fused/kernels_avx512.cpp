// AVX-512 (x86-64-v4): 8 rows x 3 vectors of 16 keep 24 of 32 registers busy as accumulators.
#define ASR_VECTOR_BYTES 64
#define ASR_PANEL_VECTORS 3
#define ASR_ROW_BLOCK 8
#define ASR_KERNELS kernels_avx512
#define ASR_KERNELS_NAME "avx512"
#include "kernels_body.h"
