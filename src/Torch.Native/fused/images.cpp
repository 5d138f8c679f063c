#include "images.h"
#include <algorithm>
#include <cstring>
#include <numeric>

namespace asr {
namespace {

// Whole groups of 12 pixels, as the convolutions take them, and of 16 values, so that a block's bits of a dropout mask start at a word;
// about 256 KB of fp32, which the second cache holds beside what is read.
int64_t block_frames(int64_t channels, int64_t bands) {
  const int64_t unit = std::lcm<int64_t>(12, 16 / std::gcd<int64_t>(16, channels));
  return unit * std::max<int64_t>(1, std::min<int64_t>(96, 65536 / std::max<int64_t>(1, channels * bands)) / unit);
}

}  // namespace

ImageBatch::ImageBatch(const at::Tensor& x, const at::Tensor& valid)
    : utterances(x.size(0)), channels(x.size(1)), bands(x.size(2)), frames(x.size(3)) {
  const int64_t step = block_frames(channels, bands);
  for (int64_t b = 0; b < utterances; b++) {
    const int64_t length = valid.numel() ? valid.data_ptr<int64_t>()[b] : frames;
    lengths.push_back(length);
    for (int64_t t = 0; t == 0 || t < length; t += step) blocks.push_back({b, t, std::min(step, length - t), t == 0, t + step >= length});
  }
}

int64_t ImageBatch::block_values() const { return block_frames(channels, bands) * channels * bands; }

at::Tensor ImageBatch::image() const { return at::empty({utterances, bands, frames, channels}, at::kFloat).permute({0, 3, 1, 2}); }

PaddedImages::PaddedImages(const ImageBatch& batch, const ConvolutionKernels& kernels) : PaddedImages(batch, kernels, at::Tensor()) {
  // Kernels may read up to three elements beyond the last pixel.
  storage = at::empty({batch.utterances * (bands + 2) * band + 16}, element == 2 ? at::kBFloat16 : at::kFloat);
}

PaddedImages::PaddedImages(const ImageBatch& batch, const ConvolutionKernels& kernels, const at::Tensor& storage)
    : storage(storage),
      element(kernels.element),
      pixel((batch.channels + kernels.pixel - 1) / kernels.pixel * kernels.pixel),
      band((batch.frames + 2) * pixel),
      bands(batch.bands) {}

void PaddedImages::zero_border(const ImageBatch& batch, const FrameBlock& block) const {
  for (int64_t f = 0; f < bands + 2; f++) {
    if (block.first) std::memset(at(block.utterance, f, 0), 0, pixel * element);
    if (block.last) std::memset(at(block.utterance, f, batch.lengths[block.utterance] + 1), 0, pixel * element);
  }
  for (int64_t f : {int64_t(0), bands + 1}) std::memset(at(block.utterance, f, block.begin + 1), 0, block.frames * pixel * element);
}

void require_float(const char* name, const at::Tensor& x, at::IntArrayRef sizes) {
  TORCH_CHECK(x.scalar_type() == at::kFloat && x.device().is_cpu() && x.sizes() == sizes, name, " must be a float32 CPU tensor of ", sizes,
              ", found ", x.toString(), " of ", x.sizes());
}

at::Tensor required_lengths(const at::Tensor& lengths, int64_t utterances, int64_t frames) {
  if (!lengths.defined()) return at::empty({0}, at::kLong);
  TORCH_CHECK(lengths.dim() == 1 && lengths.size(0) == utterances && lengths.scalar_type() == at::kLong && lengths.device().is_cpu(),
              "lengths must be ", utterances, " int64 values on the CPU");
  const at::Tensor found = lengths.contiguous();
  const int64_t* values = found.data_ptr<int64_t>();
  TORCH_CHECK(std::all_of(values, values + utterances, [&](int64_t n) { return n >= 0 && n <= frames; }), "lengths must be in 0..", frames);
  return found;
}

}  // namespace asr
