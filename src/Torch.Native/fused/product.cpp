#include "product.h"
#include "kernels.h"
#include "profile.h"
#include "../shim.h"
#include <ATen/Parallel.h>
#include <algorithm>

namespace asr {
namespace {

using at::Tensor;

uint16_t* half(const Tensor& t) { return reinterpret_cast<uint16_t*>(t.data_ptr<at::BFloat16>()); }
bool is_half(const Tensor& t) { return t.scalar_type() == at::kBFloat16; }
int64_t tiles(int64_t n, int64_t tile) { return (n + tile - 1) / tile; }
Tensor half_like(at::IntArrayRef shape, const Tensor& like) { return at::empty(shape, like.options().dtype(at::kBFloat16)); }

Tensor packed_right(const Tensor& b) {
  const int64_t K = b.size(0), N = b.size(1), ks = b.stride(0), ns = b.stride(1), panels = tiles(N, packed_panel),
                size = tiles(K, packed_depth) * packed_depth * packed_panel;
  Tensor packed = half_like({panels * size}, b);
  uint16_t* to = half(packed);
  at::parallel_for(0, panels, 1, [&](int64_t begin, int64_t end) {
    const int64_t n0 = begin * packed_panel, columns = std::min(N, end * packed_panel) - n0;
    if (is_half(b)) bf16_packing.right_half(half(b) + n0 * ns, ks, ns, K, columns, to + begin * size);
    else bf16_packing.right_float(b.data_ptr<float>() + n0 * ns, ks, ns, K, columns, to + begin * size);
  });
  return packed;
}

}  // namespace

Tensor bf16_rows(const Tensor& a) {
  const int64_t M = a.size(0), K = a.size(1), ms = a.stride(0), ks = a.stride(1);
  if (is_half(a) && ks == 1) return a;
  Tensor rows = half_like({M, K}, a);
  uint16_t* to = half(rows);
  at::parallel_for(0, tiles(M, 16), 1, [&](int64_t begin, int64_t end) {
    const int64_t m = begin * 16, count = std::min(M, end * 16) - m;
    if (is_half(a)) bf16_packing.left_half(half(a) + m * ms, ms, ks, count, K, to + m * K, K);
    else if (ks == 1)
      for (int64_t i = m; i < m + count; i++) bf16_kernels()->convert(a.data_ptr<float>() + i * ms, to + i * K, K);
    else bf16_packing.left_float(a.data_ptr<float>() + m * ms, ms, ks, count, K, to + m * K, K);
  });
  return rows;
}

RightFactor::RightFactor(const Tensor& b, bool bf16)
    : K_(b.size(0)), N_(b.size(1)), bf16_(bf16 && bf16_kernels()), factor_(bf16_ ? packed_right(b) : b) {}

Tensor RightFactor::product(const Tensor& a) const {
  if (!bf16_) return at::mm(a, factor_);
  Tensor c = at::empty({a.size(0), N_}, a.options().dtype(at::kFloat));
  multiply(a, c, false);
  return c;
}

void RightFactor::add_product(const Tensor& a, Tensor& sum) const {
  if (!bf16_) sum.addmm_(a, factor_);
  else multiply(a, sum, true);
}

// Each thread takes its rows with all panels, or, of a product with few rows, its panels with all rows. An element is summed in the
// same order either way.
void RightFactor::multiply(const Tensor& a, Tensor& c, bool accumulate) const {
  const int64_t M = a.size(0), panels = tiles(N_, packed_panel), size = tiles(K_, packed_depth) * packed_depth * packed_panel;
  if (!M || !N_) return;
  const Tensor left = bf16_rows(a);
  const int64_t lda = left.stride(0), threads = at::get_num_threads();
  const uint16_t *rows = half(left), *packed = half(factor_);
  float* to = c.data_ptr<float>();
  if (M >= 64 * threads) {
    at::parallel_for(0, tiles(M, 32), 1, [&](int64_t begin, int64_t end) {
      const int64_t m = begin * 32, count = std::min(M, end * 32) - m;
      bf16_kernels()->multiply(rows + m * lda, lda, count, packed, K_, N_, to + m * N_, N_, accumulate);
    });
  } else {
    at::parallel_for(0, panels, 1, [&](int64_t begin, int64_t end) {
      const int64_t n0 = begin * packed_panel, columns = std::min(N_, end * packed_panel) - n0;
      bf16_kernels()->multiply(rows, lda, M, packed + begin * size, K_, columns, to + n0, N_, accumulate);
    });
  }
}

Tensor large_product(const Tensor& a, const Tensor& b, bool bf16) { return RightFactor(b, bf16).product(a); }

}  // namespace asr

ASR_TENSOR(asr_fused_product, (Handle a, Handle b, bool bf16), ([&] {
             TORCH_CHECK(a->dim() == 2 && b->dim() == 2 && a->size(1) == b->size(0), "product of ", a->sizes(), " and ", b->sizes());
             TORCH_CHECK(!bf16 || asr::bf16_kernels(), "bf16 needs a processor with AVX512_BF16 or AMX-BF16");
             return asr::large_product(*a, *b, bf16);
           })())
