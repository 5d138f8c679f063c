// CPU kernels of the fused layers, one table per instruction set, chosen once at run time.
// The table is plain C so that translation units built for newer processors share no inline code with the rest.
#pragma once
#include <cstddef>
#include <cstdint>

namespace asr {

// What one time step of a GRU direction reads and writes for `rows` utterances; rows are H or 3H elements apart.
// Gate order r, z, n as in PyTorch. `input` is x W_ih^T; `recurrent` is h W_hh^T. Pointers to 16-bit elements are to bf16, rounded
// from the fp32 beside them, or null.
struct GruForwardStep {
  int64_t rows, hidden, with_history;  // rows >= with_history have no previous state (h = 0) and no recurrent product
  const float* input;                  // (rows, 3H)
  const float* bias;                   // (3H) b_ih, with b_hh added for r and z
  const float* recurrent;              // (with_history, 3H)
  const float* bias_n;                 // (H) b_hn
  const float* previous;               // (with_history, H)
  float* hidden_out;                   // (rows, H)
  uint16_t* hidden_half;               // (rows, H)
  float* gates;                        // (rows, 4H): r, z, n, W_hn h + b_hn; null in inference
  float* const* output;                // one pointer per row into y (B,T,D*H)
};

struct GruBackwardStep {
  int64_t rows, hidden, with_history;
  const float* const* grad_output;  // one pointer per row into dy (B,T,D*H)
  const float* gates;               // (rows, 4H) as saved
  const float* previous;            // (with_history, H)
  float* carry;                     // (rows, H): in dL/dh from later steps; out dL/dh z, to which the product is added
  int64_t input_step;               // elements from one row of the input product's gradient to the next
  float* grad_input;                // (rows, 3H): gradient of the input product, or null
  uint16_t* grad_input_half;        // the same in bf16, or null
  float* grad_recurrent;            // (rows, 3H): gradient of the recurrent product (differs in n), or null
  uint16_t* grad_recurrent_half;    // the same in bf16, or null
  float* grad_bias;                 // (4H): the sums over rows of dr, dz, dn and of the recurrent product's dn are added to it
};

// LayerNorm over the middle axis of (outer, features, inner), then GELU; per (outer, inner) position.
struct NormGelu {
  int64_t features, inner, valid;  // positions valid..inner-1 are padding: written as zero, and no gradient flows there
  float epsilon;
  const float* x;       // (features, inner)
  const float* weight;  // (features)
  const float* bias;    // (features)
  float* mean;          // (inner)
  float* rstd;          // (inner)
};

// One step of AdamW over `count` elements; the numbers are those of its formula (optim.cpp).
struct AdamW {
  int64_t count;
  float* parameter;
  const float* gradient;
  float *mean, *square;
  float rate, keep, beta1, rest1, beta2, rest2, correction2, epsilon, sign;
};

struct Kernels {
  const char* name;
  int64_t panel;  // columns in a packed panel
  // Packs W (K,N), element (k,n) at w[k*ks + n*ns], into ceil(N/panel) panels of K x panel, zero padded.
  void (*pack)(const float* w, int64_t ks, int64_t ns, int64_t K, int64_t N, float* packed);
  // C (M,N; row step ldc) = A (M,K; row step lda) W, or += when accumulate.
  void (*multiply)(const float* a, int64_t lda, int64_t M, const float* packed, int64_t K, int64_t N, float* c, int64_t ldc,
                   bool accumulate);
  void (*gru_forward)(const GruForwardStep&);
  void (*gru_backward)(const GruBackwardStep&);
  void (*norm_gelu_forward)(const NormGelu&, float* y);
  // grad_weight and grad_bias (features) are added to.
  void (*norm_gelu_backward)(const NormGelu&, const float* grad_y, float* grad_x, float* grad_weight, float* grad_bias);
  // Elements first .. first+count-1 of a dropout mask: y = x scale where a 16-bit random number is below `keep`, else 0.
  void (*dropout)(const float* x, float* y, int64_t first, int64_t count, uint32_t keep, float scale, const uint32_t key[2],
                  uint32_t layer, uint32_t step);
  void (*adamw)(const AdamW&);
};

// The right factor W (K,N) of a bf16 product is packed into ceil(N/48) panels of 48 columns. A row of a panel holds 48 words side by
// side, a word being the pair (k, k+1), which is what VDPBF16PS and TDPBF16PS multiply; k is padded with zeros to whole tiles of 32.
constexpr int64_t packed_panel = 48, packed_depth = 32;

// Products in bf16 with fp32 accumulation (AVX512_BF16 or AMX).
struct Bf16Kernels {
  int64_t panel;
  int64_t (*packed_size)(int64_t K, int64_t N);  // in 16-bit elements
  void (*pack)(const float* w, int64_t ks, int64_t ns, int64_t K, int64_t N, uint16_t* packed);
  void (*convert)(const float* x, uint16_t* y, int64_t count);
  void (*multiply)(const uint16_t* a, int64_t lda, int64_t M, const uint16_t* packed, int64_t K, int64_t N, float* c, int64_t ldc,
                   bool accumulate);
};

// Both factors of a bf16 product from fp32 or bf16 of any strides (in elements).
struct Bf16Packing {
  void (*right_float)(const float* w, int64_t ks, int64_t ns, int64_t K, int64_t N, uint16_t* packed);
  void (*right_half)(const uint16_t* w, int64_t ks, int64_t ns, int64_t K, int64_t N, uint16_t* packed);
  // Rows of the left factor (M,K), `step` elements from one to the next.
  void (*left_float)(const float* a, int64_t ms, int64_t ks, int64_t M, int64_t K, uint16_t* rows, int64_t step);
  void (*left_half)(const uint16_t* a, int64_t ms, int64_t ks, int64_t M, int64_t K, uint16_t* rows, int64_t step);
};

// ASR_CPU_KERNELS limits the choice to amx, avx512_bf16, avx512, avx2 or baseline; amx_emulated computes what AMX would, slowly.
const Kernels& kernels();           // the best of this processor within the limit
const Bf16Kernels* bf16_kernels();  // likewise; null where the processor has neither AMX nor AVX512_BF16
const char* bf16_kernel_name();     // amx, amx_emulated, avx512_bf16, or empty
const Bf16Kernels* bf16_kernels_named(const char* name);  // whatever the limit; null where they cannot run
bool amx_available();               // asks the system for its permission

extern const Bf16Packing bf16_packing;  // empty on processors of other kinds
extern const Kernels kernels_baseline;
#if defined(__x86_64__)
extern const Kernels kernels_avx2, kernels_avx512;
extern const Bf16Kernels kernels_avx512_bf16, kernels_amx_bf16, kernels_amx_emulated;
#endif

}  // namespace asr
