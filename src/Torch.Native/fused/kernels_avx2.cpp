// AVX2 with FMA (x86-64-v3): 6 rows x 2 vectors of 8 keep 12 of 16 registers busy as accumulators.
#define ASR_VECTOR_BYTES 32
#define ASR_PANEL_VECTORS 2
#define ASR_ROW_BLOCK 6
#define ASR_KERNELS kernels_avx2
#define ASR_KERNELS_NAME "avx2"
#include "kernels_body.h"
