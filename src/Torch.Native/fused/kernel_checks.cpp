// Single kernels by name, for the tests: bf16 products on any table that this machine can run, and one emulated tile product.
#include "../shim.h"
#include "amx_tiles.h"
#include "kernels.h"

namespace {

const asr::Bf16Kernels& named(const char* name) {
  const asr::Bf16Kernels* table = asr::bf16_kernels_named(name);
  TORCH_CHECK(table, "this machine cannot run the bf16 kernels ", name);
  return *table;
}

}  // namespace

ASR_STATUS(asr_bf16_packed_size, (const char* kernels, int64_t K, int64_t N, int64_t* size), *size = named(kernels).packed_size(K, N))
ASR_STATUS(asr_bf16_convert, (const char* kernels, const float* x, uint16_t* y, int64_t count), named(kernels).convert(x, y, count))
ASR_STATUS(asr_bf16_pack, (const char* kernels, const float* w, int64_t ks, int64_t ns, int64_t K, int64_t N, uint16_t* packed),
           named(kernels).pack(w, ks, ns, K, N, packed))
ASR_STATUS(asr_bf16_multiply,
           (const char* kernels, const uint16_t* a, int64_t lda, int64_t M, const uint16_t* packed, int64_t K, int64_t N, float* c,
            int64_t ldc, bool accumulate),
           named(kernels).multiply(a, lda, M, packed, K, N, c, ldc, accumulate))

// Tile c = tile c + tile a times tile b under a configuration of 64 bytes; a tile in memory is 16 rows of 64 bytes.
ASR_STATUS(asr_amx_emulate,
           (const void* configuration, int32_t c, int32_t a, int32_t b, const void* sum, const void* left, const void* right,
            void* result), {
  asr::TileConfiguration wanted;
  std::memcpy(&wanted, configuration, sizeof wanted);
  asr::EmulatedTiles tiles(wanted);
  tiles.load(c, sum, 64);
  tiles.load(a, left, 64);
  tiles.load(b, right, 64);
  tiles.multiply(c, a, b);
  tiles.store(c, result, 64);
})
