// Kernels of the residual convolution block, over images in channels-last memory: (bands F, frames T, channels C).
//
// A convolution reads an image with a border of zeros one pixel wide, (F+2, T+2, pixel): a "padded" image. Padded images and what lies
// between the two convolutions hold elements of the table's type, fp32 or bf16; statistics, parameters and sums are fp32. A block is a
// run of frames of one utterance with all its bands. Bands are `..._band` elements apart, pixels `..._pixel` elements, or C where no
// such field is.
#pragma once
#include <cstdint>

namespace asr {

// LayerNorm over the bands, exact GELU, dropout. The channels of a block's frames lie side by side: `frames * channels` values a band.
struct NormBlock {
  int64_t bands, channels, frames;
  float epsilon, scale;  // scale: what dropout keeps is multiplied by it
  const void* x;         // fp32, or the table's element for the ..._narrow kernels
  int64_t x_band;
  const float *weight, *bias;  // (bands)
  float *mean, *rstd;          // (frames * channels)
  const uint16_t* kept;        // one bit a value, 16 to a word, from the block's first value on; null: nothing is dropped
  int64_t kept_band;           // words
};

// y += 3x3 taps of a, for all bands of a block.
struct ConvolutionBlock {
  int64_t bands, channels, frames;
  const void* a;  // padded, at the pixel above and to the left of the block's first
  int64_t a_band, a_pixel;
  const void* packed;     // from pack
  const float* bias;      // (channels) or null
  const float* residual;  // laid out as y, or null
  void* y;                // fp32, or the table's element for convolve_narrow
  int64_t y_band;
};

// Gradient of the weights from bands begin..end-1 of one utterance.
struct WeightGradientRows {
  int64_t begin, end, channels, frames;
  const void* a;   // padded image of the utterance
  const void* dy;  // another with the same strides: zero border, gradient of the convolution's output
  int64_t band, pixel;
  float* dw;      // (3 bands, channels rounded up to 16, 3 frames, channels rounded up to 16), added to
  float* db;      // (channels rounded up to 16), added to
  void* scratch;  // weight_scratch bytes, 64-byte aligned
};

// One output band of the first convolution, which has one input channel and steps of `stride` in both axes.
struct StemRow {
  int64_t channels, frames, stride;
  const float* x;  // features with a border of zeros, at the band above and the frame before
  int64_t x_band;
  const float* weight;  // (9 taps, channels rounded up to 16), then the bias; the gradient is laid out as this
  float* y;             // (frames, channels)
};

struct ConvolutionKernels {
  int64_t element;  // bytes
  int64_t pixel;    // channels of a padded pixel are rounded up to a multiple of this
  int64_t (*packed_bytes)(int64_t channels);
  // The weight of (input k, output n, tap band i, tap frame j) is w[k*ks + n*ns + i*bs + j*fs].
  void (*pack)(const float* w, int64_t ks, int64_t ns, int64_t bs, int64_t fs, int64_t channels, void* packed);
  void (*convolve)(const ConvolutionBlock&);
  void (*convolve_narrow)(const ConvolutionBlock&);
  // y: padded image's first pixel of the block.
  void (*norm_forward)(const NormBlock&, void* y, int64_t y_band, int64_t y_pixel);
  void (*norm_forward_narrow)(const NormBlock&, void* y, int64_t y_band, int64_t y_pixel);
  // dy (bands, frames * channels) is overwritten. dx, laid out as x, gets the residual added; grad_weight and grad_bias (bands) are added
  // to.
  void (*norm_backward)(const NormBlock&, float* dy, const float* residual, float* dx, float* grad_weight, float* grad_bias);
  // dx: padded image's first pixel of the block.
  void (*norm_backward_narrow)(const NormBlock&, float* dy, void* dx, int64_t dx_band, int64_t dx_pixel, float* grad_weight,
                               float* grad_bias);
  // A fp32 run of frames (channels side by side) of one band into a padded image.
  void (*copy)(const float* x, int64_t frames, int64_t channels, void* y, int64_t y_pixel);
  int64_t (*weight_scratch)(int64_t channels, int64_t frames);
  void (*weight_gradient)(const WeightGradientRows&);
  // Groups first .. first+count-1 of a dropout mask, 128 bits each: a bit is set where a 16-bit random number is below `keep`.
  void (*keep_bits)(int64_t first, int64_t count, uint32_t keep, const uint32_t key[2], uint32_t layer, uint32_t step, uint16_t* bits);
  void (*stem_forward)(const StemRow&);
  void (*stem_backward)(const StemRow&, const float* dy, float* dw);  // dw is added to
};

// fp32 or bf16 elements; null where the processor, or ASR_CPU_KERNELS, has no bf16.
const ConvolutionKernels* convolution_kernels(bool bf16);

extern const ConvolutionKernels convolution_baseline;
#if defined(__x86_64__)
extern const ConvolutionKernels convolution_avx2, convolution_avx512, convolution_bf16;
#endif

}  // namespace asr
