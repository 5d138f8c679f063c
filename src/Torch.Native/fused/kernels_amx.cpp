// AMX-BF16: tiles of 16 rows of 64 bytes, a product of two in sixteen cycles.
#if defined(__x86_64__)
#define ASR_TILES HardwareTiles
#define ASR_BF16_KERNELS kernels_amx_bf16
#include "kernels_amx_body.h"
#endif
