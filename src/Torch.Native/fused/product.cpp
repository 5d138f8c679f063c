#include "product.h"
#include "../shim.h"
#include "kernels.h"
#include <ATen/Parallel.h>
#include <algorithm>
#include <vector>

namespace asr {
namespace {

// bf16 copy of a (M,K), row-major, whatever a's strides are.
std::vector<uint16_t> as_bf16(const at::Tensor& a, const Bf16Kernels& k) {
  at::Tensor rows = a.contiguous();
  std::vector<uint16_t> out(rows.numel());
  const float* from = rows.data_ptr<float>();
  at::parallel_for(0, rows.numel(), 1 << 16, [&](int64_t begin, int64_t end) { k.convert(from + begin, out.data() + begin, end - begin); });
  return out;
}

}  // namespace

at::Tensor large_product(const at::Tensor& a, const at::Tensor& b, bool bf16) {
  const Bf16Kernels* k = bf16_kernels();
  if (!bf16 || !k) return at::mm(a, b);
  const int64_t M = a.size(0), K = a.size(1), N = b.size(1);
  at::Tensor c = at::empty({M, N}, a.options());
  if (!M || !N) return c;
  std::vector<uint16_t> left = as_bf16(a, *k);
  const int64_t panels = (N + k->panel - 1) / k->panel;
  const int64_t step = k->packed_size(K, k->panel);
  std::vector<uint16_t> packed(panels * step);
  const float* right = b.data_ptr<float>();
  at::parallel_for(0, panels, 1, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; p++) {
      const int64_t n0 = p * k->panel, columns = std::min(k->panel, N - n0);
      k->pack(right + n0 * b.stride(1), b.stride(0), b.stride(1), K, columns, packed.data() + p * step);
      k->multiply(left.data(), K, M, packed.data() + p * step, K, columns, c.data_ptr<float>() + n0, N, false);
    }
  });
  return c;
}

}  // namespace asr

ASR_TENSOR(asr_fused_product, (Handle a, Handle b, bool bf16), ([&] {
             TORCH_CHECK(a->dim() == 2 && b->dim() == 2 && a->size(1) == b->size(0), "product of ", a->sizes(), " and ", b->sizes());
             return asr::large_product(*a, *b, bf16);
           })())
