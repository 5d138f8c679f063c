// The AMX kernels without AMX, slowly: shows on any processor with AVX-512 that they are right.
#if defined(__x86_64__)
#define ASR_TILES EmulatedTiles
#define ASR_BF16_KERNELS kernels_amx_emulated
#include "kernels_amx_body.h"
#endif
