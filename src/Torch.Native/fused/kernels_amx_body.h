// Products in bf16 on tiles: the one source of the AMX kernels and of their emulation. Set before the include:
//   ASR_TILES (the operations, amx_tiles.h), ASR_BF16_KERNELS (name of the table).
//
// In the packed layout (kernels.h) 16 rows of 64 of a panel row's 192 bytes are a right factor as TDPBF16PS wants it.
#include "amx_tiles.h"
#include "kernels.h"

namespace asr {
namespace {

using Tiles = ASR_TILES;

constexpr int P = packed_panel;
constexpr int64_t TileRows = 16, TileK = packed_depth;
// What stays in the second-level cache between panels: 256 rows of 1024 (512 KiB) beside a panel of 1024 rows (96 KiB).
constexpr int64_t BlockK = 1024, BlockUnits = 8;
constexpr int LeftTile = 6, RightTile = 7;  // 0..2 and 3..5: the sums of two blocks of rows

int64_t padded(int64_t K) { return (K + TileK - 1) / TileK * TileK; }

int64_t packed_size(int64_t K, int64_t N) { return (N + P - 1) / P * P * padded(K); }

void pack(const float* w, int64_t ks, int64_t ns, int64_t K, int64_t N, uint16_t* packed) {
  bf16_packing.right_float(w, ks, ns, K, N, packed);
}

// One or two blocks of rows (16, or fewer when the product has fewer) by up to 48 columns.
struct Block {
  const uint16_t* left[2];
  float* sum[2];
  int64_t lda, ldc, rows, columns;
};

// Where a tile of sums lies: in C, or, where C has fewer than 16 columns left, in a buffer.
struct Edge {
  float values[2][TileRows][16];

  void take(int b, const Block& x, int64_t column) {
    memset(values[b], 0, sizeof values[b]);
    for (int64_t i = 0; i < x.rows; i++) memcpy(values[b][i], x.sum[b] + i * x.ldc + column, (x.columns - column) * sizeof(float));
  }
  void give(int b, const Block& x, int64_t column) const {
    for (int64_t i = 0; i < x.rows; i++) memcpy(x.sum[b] + i * x.ldc + column, values[b][i], (x.columns - column) * sizeof(float));
  }
};

template <int B, int J>
void begin(Tiles& tiles, const Block& x, Edge& edge, bool accumulate) {
  if (!accumulate) return tiles.template zero<3 * B + J>();
  if (x.columns >= 16 * (J + 1)) return tiles.template load<3 * B + J>(x.sum[B] + 16 * J, x.ldc * sizeof(float));
  edge.take(B, x, 16 * J);
  tiles.template load<3 * B + J>(edge.values[B], 64);
}

template <int B, int J>
void end(Tiles& tiles, const Block& x, Edge& edge) {
  if (x.columns >= 16 * (J + 1)) return tiles.template store<3 * B + J>(x.sum[B] + 16 * J, x.ldc * sizeof(float));
  tiles.template store<3 * B + J>(edge.values[B], 64);
  edge.give(B, x, 16 * J);
}

// One tile of k. The second block of rows meets the columns in the opposite order: the right factor it starts with is there already.
template <int Blocks, int Columns>
void step(Tiles& tiles, const uint16_t* left0, const uint16_t* left1, int64_t lda, const uint16_t* panel) {
  constexpr int64_t row = 2 * P * sizeof(uint16_t);
  tiles.template load<LeftTile>(left0, lda * sizeof(uint16_t));
  tiles.template load<RightTile>(panel, row);
  tiles.template multiply<0, LeftTile, RightTile>();
  if constexpr (Columns > 1) {
    tiles.template load<RightTile>(panel + 32, row);
    tiles.template multiply<1, LeftTile, RightTile>();
  }
  if constexpr (Columns > 2) {
    tiles.template load<RightTile>(panel + 64, row);
    tiles.template multiply<2, LeftTile, RightTile>();
  }
  if constexpr (Blocks > 1) {
    tiles.template load<LeftTile>(left1, lda * sizeof(uint16_t));
    tiles.template multiply<3 + Columns - 1, LeftTile, RightTile>();
    if constexpr (Columns > 2) {
      tiles.template load<RightTile>(panel + 32, row);
      tiles.template multiply<4, LeftTile, RightTile>();
    }
    if constexpr (Columns > 1) {
      tiles.template load<RightTile>(panel, row);
      tiles.template multiply<3, LeftTile, RightTile>();
    }
  }
}

template <int Blocks, int Columns>
void multiply_block(Tiles& tiles, const Block& x, const uint16_t* panel, int64_t K, bool accumulate) {
  Edge edge;
  begin<0, 0>(tiles, x, edge, accumulate);
  if constexpr (Columns > 1) begin<0, 1>(tiles, x, edge, accumulate);
  if constexpr (Columns > 2) begin<0, 2>(tiles, x, edge, accumulate);
  if constexpr (Blocks > 1) {
    begin<1, 0>(tiles, x, edge, accumulate);
    if constexpr (Columns > 1) begin<1, 1>(tiles, x, edge, accumulate);
    if constexpr (Columns > 2) begin<1, 2>(tiles, x, edge, accumulate);
  }
  int64_t k = 0;
  for (; k + TileK <= K; k += TileK, panel += TileK * P) step<Blocks, Columns>(tiles, x.left[0] + k, x.left[Blocks - 1] + k, x.lda, panel);
  if (k < K) {
    // The left factor ends inside the tile: what follows it in memory is another row, or nobody's.
    uint16_t tail[Blocks][TileRows][TileK] = {};
    for (int b = 0; b < Blocks; b++)
      for (int64_t i = 0; i < x.rows; i++) memcpy(tail[b][i], x.left[b] + i * x.lda + k, (K - k) * sizeof(uint16_t));
    step<Blocks, Columns>(tiles, tail[0][0], tail[Blocks - 1][0], TileK, panel);
  }
  end<0, 0>(tiles, x, edge);
  if constexpr (Columns > 1) end<0, 1>(tiles, x, edge);
  if constexpr (Columns > 2) end<0, 2>(tiles, x, edge);
  if constexpr (Blocks > 1) {
    end<1, 0>(tiles, x, edge);
    if constexpr (Columns > 1) end<1, 1>(tiles, x, edge);
    if constexpr (Columns > 2) end<1, 2>(tiles, x, edge);
  }
}

template <int Blocks>
void multiply_columns(Tiles& tiles, const Block& x, const uint16_t* panel, int64_t K, bool accumulate) {
  if (x.columns > 32) multiply_block<Blocks, 3>(tiles, x, panel, K, accumulate);
  else if (x.columns > 16) multiply_block<Blocks, 2>(tiles, x, panel, K, accumulate);
  else multiply_block<Blocks, 1>(tiles, x, panel, K, accumulate);
}

// Tiles of `rows` rows on the left and in the sums.
TileConfiguration configuration(int64_t rows) {
  TileConfiguration c;
  for (int t = 0; t < 8; t++) {
    c.rows[t] = t == RightTile ? TileK / 2 : (uint8_t)rows;
    c.row_bytes[t] = 64;
  }
  return c;
}

// The rows of a product in blocks of 16, two at a time; alone the first of an odd number. The last block reaches back into the one
// before it when rows are left over, so that one configuration serves the whole product: those rows are computed twice, to the same
// result, and both blocks take their sums before either gives them back.
class Rows {
 public:
  explicit Rows(int64_t M) : M_(M), blocks_((M + TileRows - 1) / TileRows) {}
  int64_t units() const { return (blocks_ + 1) / 2; }
  int blocks(int64_t unit) const { return unit == 0 && blocks_ % 2 ? 1 : 2; }
  int64_t start(int64_t unit, int b) const {
    const int64_t block = 2 * unit - blocks_ % 2 + b + (unit == 0 ? blocks_ % 2 : 0), last = M_ < TileRows ? 0 : M_ - TileRows;
    return block * TileRows < last ? block * TileRows : last;
  }

 private:
  int64_t M_, blocks_;
};

void multiply(const uint16_t* a, int64_t lda, int64_t M, const uint16_t* packed, int64_t K, int64_t N, float* c, int64_t ldc,
              bool accumulate) {
  if (!M || !N) return;
  const int64_t panel = padded(K) * P, height = M < TileRows ? M : TileRows;
  const Rows rows(M);
  Tiles tiles(configuration(height));
  int64_t k0 = 0;
  do {  // also for K = 0, which is a sum of nothing
    const int64_t k = K - k0 < BlockK ? K - k0 : BlockK;
    for (int64_t u0 = 0; u0 < rows.units(); u0 += BlockUnits)
      for (int64_t n0 = 0; n0 < N; n0 += P)
        for (int64_t u = u0; u < rows.units() && u < u0 + BlockUnits; u++) {
          const int64_t m0 = rows.start(u, 0), m1 = rows.start(u, rows.blocks(u) - 1);
          const int64_t columns = N - n0 < P ? N - n0 : P;
          const Block x = {{a + m0 * lda + k0, a + m1 * lda + k0}, {c + m0 * ldc + n0, c + m1 * ldc + n0}, lda, ldc, height, columns};
          const uint16_t* w = packed + n0 / P * panel + k0 * P;
          if (rows.blocks(u) == 1) multiply_columns<1>(tiles, x, w, k, accumulate || k0 > 0);
          else multiply_columns<2>(tiles, x, w, k, accumulate || k0 > 0);
        }
    k0 += BlockK;
  } while (k0 < K);
}

}  // namespace

const Bf16Kernels ASR_BF16_KERNELS = {P, packed_size, pack, Tiles::convert, multiply};

}  // namespace asr
