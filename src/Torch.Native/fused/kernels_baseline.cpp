// Any 64-bit processor: vectors of 4, as SSE2 and NEON have.
#define ASR_VECTOR_BYTES 16
#define ASR_PANEL_VECTORS 2
#define ASR_ROW_BLOCK 4
#define ASR_KERNELS kernels_baseline
#define ASR_KERNELS_NAME "baseline"
#include "kernels_body.h"
