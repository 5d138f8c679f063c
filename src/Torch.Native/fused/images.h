// Batches of images in channels-last memory, (B,F,T,C), cut into blocks of frames that one thread works on at a time.
#pragma once
#include "../shim.h"
#include "kernels_convolution.h"
#include <ATen/Parallel.h>
#include <vector>

namespace asr {

// A run of frames of one utterance. An utterance without frames has one empty block, so that its padding is still written.
struct FrameBlock {
  int64_t utterance, begin, frames;
  bool first, last;
};

// The sizes of a batch and the blocks that its valid frames make.
struct ImageBatch {
  int64_t utterances, channels, bands, frames;
  std::vector<int64_t> lengths;
  std::vector<FrameBlock> blocks;

  // x (B,C,F,T); an empty tensor for lengths: nothing is padding.
  ImageBatch(const at::Tensor& x, const at::Tensor& lengths);
  int64_t block_values() const;  // of the largest block, all bands
  // Values before (utterance, band, frame) in a channels-last tensor.
  int64_t at(int64_t utterance, int64_t band, int64_t frame) const { return ((utterance * bands + band) * frames + frame) * channels; }
  at::Tensor image() const;  // a new (B,C,F,T) tensor in channels-last memory
  // Calls f(block, scratch) for each block, on all threads; scratch holds `values` floats.
  template <class Call>
  void each_block(int64_t values, const Call& f) const {
    at::parallel_for(0, (int64_t)blocks.size(), 1, [&](int64_t begin, int64_t end) {
      const at::Tensor scratch = at::empty({values}, at::kFloat);
      for (int64_t i = begin; i < end; i++) f(blocks[i], scratch.data_ptr<float>());
    });
  }
  // The same with a thread's share of `parts`, cut by their number alone: f(block, scratch, part) may add to what belongs to the part.
  template <class Call>
  void each_block_in_parts(int64_t parts, int64_t values, const Call& f) const {
    const int64_t count = (int64_t)blocks.size();
    at::parallel_for(0, parts, 1, [&](int64_t begin, int64_t end) {
      const at::Tensor scratch = at::empty({values}, at::kFloat);
      for (int64_t part = begin; part < end; part++)
        for (int64_t i = count * part / parts; i < count * (part + 1) / parts; i++) f(blocks[i], scratch.data_ptr<float>(), part);
    });
  }
};

// A batch of images with a border of zeros, (B, F+2, T+2, pixel) elements of the kernels' type: what convolutions read.
struct PaddedImages {
  at::Tensor storage;
  int64_t element, pixel, band, bands;

  PaddedImages(const ImageBatch& batch, const ConvolutionKernels& kernels);
  PaddedImages(const ImageBatch& batch, const ConvolutionKernels& kernels, const at::Tensor& storage);
  // Band and frame of the padded image: 0 is the border.
  char* at(int64_t utterance, int64_t padded_band, int64_t padded_frame) const {
    return static_cast<char*>(storage.data_ptr()) + ((utterance * (bands + 2) + padded_band) * band + padded_frame * pixel) * element;
  }
  void zero_border(const ImageBatch& batch, const FrameBlock& block) const;
};

// Float32 and int64 tensors on the CPU with these sizes, or an error that names them.
void require_float(const char* name, const at::Tensor& x, at::IntArrayRef sizes);
// Lengths as they are worked with: contiguous, empty where none were given.
at::Tensor required_lengths(const at::Tensor& lengths, int64_t utterances, int64_t frames);

}  // namespace asr
