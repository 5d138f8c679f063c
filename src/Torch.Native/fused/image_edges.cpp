// The two ends of the convolution stack: the first convolution, from features (B,F,T) to images in channels-last memory, and the turn from
// images (B,C,F,T) to sequences (B,T,C*F).
#include "images.h"
#include "profile.h"
#include <torch/csrc/autograd/custom_function.h>
#include <algorithm>
#include <cstring>

namespace asr {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// The weight (C,1,3,3) as (9, C rounded up to 16) and the bias behind it.
Tensor stem_parameters(const Tensor& weight, const Tensor& bias) {
  const int64_t channels = weight.size(0);
  Tensor packed = at::zeros({10, (channels + 15) / 16 * 16}, at::kFloat);
  packed.narrow(0, 0, 9).narrow(1, 0, channels).copy_(weight.reshape({channels, 9}).t());
  packed[9].narrow(0, 0, channels).copy_(bias);
  return packed;
}

class StemFunction : public torch::autograd::Function<StemFunction> {
 public:
  static Tensor forward(AutogradContext* ctx, const Tensor& features, const Tensor& lengths, const Tensor& weight, const Tensor& bias,
                        int64_t stride) {
    const Section section("convolution");
    const Tensor padded = at::constant_pad_nd(features, {1, 1, 1, 1}), parameters = stem_parameters(weight, bias);
    const auto steps = [&](int64_t n) { return (n - 1) / stride + 1; };
    const Tensor y = at::empty({features.size(0), steps(features.size(1)), steps(features.size(2)), weight.size(0)}, at::kFloat);
    const int64_t bands = y.size(1), frames = y.size(2), channels = y.size(3);
    at::parallel_for(0, y.size(0) * bands, 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; i++) {
        const int64_t length = valid(lengths, i / bands, frames);
        float* to = y.data_ptr<float>() + i * frames * channels;
        StemRow row = row_of(padded, i / bands, i % bands, stride, channels, length);
        row.weight = parameters.data_ptr<float>();
        row.y = to;
        convolution_kernels(false)->stem_forward(row);
        std::memset(to + length * channels, 0, (frames - length) * channels * sizeof(float));
      }
    });
    ctx->save_for_backward({padded, lengths});
    ctx->saved_data["stride"] = stride;
    return y.permute({0, 3, 1, 2});
  }

  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const Section section("convolution, weight gradient");
    const variable_list saved = ctx->get_saved_variables();
    const Tensor dy = grads[0].contiguous(at::MemoryFormat::ChannelsLast);
    const int64_t channels = dy.size(1), bands = dy.size(2), frames = dy.size(3), rows = dy.size(0) * bands, parts = at::get_num_threads();
    Tensor dw = at::zeros({parts, 10, (channels + 15) / 16 * 16}, at::kFloat);
    at::parallel_for(0, parts, 1, [&](int64_t begin, int64_t end) {
      for (int64_t part = begin; part < end; part++)
        for (int64_t i = rows * part / parts; i < rows * (part + 1) / parts; i++)
          convolution_kernels(false)->stem_backward(
              row_of(saved[0], i / bands, i % bands, ctx->saved_data["stride"].toInt(), channels, valid(saved[1], i / bands, frames)),
              dy.data_ptr<float>() + i * frames * channels, dw.data_ptr<float>() + part * dw.stride(0));
    });
    const Tensor sum = dw.sum(0).narrow(1, 0, channels);
    return {Tensor(), Tensor(), sum.narrow(0, 0, 9).t().reshape({channels, 1, 3, 3}).contiguous(), sum[9].clone(), Tensor()};
  }

 private:
  static int64_t valid(const Tensor& lengths, int64_t utterance, int64_t frames) {
    return lengths.numel() ? lengths.data_ptr<int64_t>()[utterance] : frames;
  }

  static StemRow row_of(const Tensor& padded, int64_t utterance, int64_t band, int64_t stride, int64_t channels, int64_t frames) {
    const float* x = padded.data_ptr<float>() + utterance * padded.stride(0) + band * stride * padded.stride(1);
    return {channels, frames, stride, x, padded.stride(1), nullptr, nullptr};
  }
};

Tensor stem(const Tensor& features, const Tensor& lengths, const Tensor& weight, const Tensor& bias, int64_t stride) {
  TORCH_CHECK(features.dim() == 3 && features.numel() > 0, "stem_convolution takes features (B,F,T), found ", features.sizes());
  require_float("features", features, features.sizes());
  TORCH_CHECK(!features.requires_grad(), "stem_convolution gives no gradient of its features");
  TORCH_CHECK(stride > 0, "stride must be positive, found ", stride);
  require_float("weight", weight, {weight.size(0), 1, 3, 3});
  require_float("bias", bias, {weight.size(0)});
  const Tensor valid = required_lengths(lengths, features.size(0), (features.size(2) - 1) / stride + 1);
  return StemFunction::apply(features, valid, weight, bias, stride);
}

// Channels-last images, for each utterance and frame the matrix (bands, channels), against sequences, where it is (channels, bands).
// A tile of it is turned at a time, so that both sides are read and written by whole cache lines.
void turn(const float* from, float* to, int64_t from_rows, int64_t from_columns, int64_t from_step, int64_t to_step) {
  constexpr int64_t Tile = 16;
  for (int64_t r0 = 0; r0 < from_rows; r0 += Tile)
    for (int64_t c0 = 0; c0 < from_columns; c0 += Tile)
      for (int64_t c = c0; c < std::min(from_columns, c0 + Tile); c++)
        for (int64_t r = r0; r < std::min(from_rows, r0 + Tile); r++) to[c * to_step + r] = from[r * from_step + c];
}

class SequenceFunction : public torch::autograd::Function<SequenceFunction> {
 public:
  static Tensor forward(AutogradContext* ctx, const Tensor& x) {
    const int64_t utterances = x.size(0), channels = x.size(1), bands = x.size(2), frames = x.size(3), band = frames * channels;
    Tensor y = at::empty({utterances, frames, channels * bands}, x.options());
    at::parallel_for(0, utterances * frames, 16, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; i++)
        turn(x.data_ptr<float>() + (i / frames) * bands * band + (i % frames) * channels, y.data_ptr<float>() + i * channels * bands, bands,
             channels, band, bands);
    });
    ctx->saved_data["sizes"] = x.sizes().vec();
    return y;
  }

  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const std::vector<int64_t> sizes = ctx->saved_data["sizes"].toIntVector();
    const int64_t utterances = sizes[0], channels = sizes[1], bands = sizes[2], frames = sizes[3], band = frames * channels;
    const Tensor dy = grads[0].contiguous();
    Tensor dx = at::empty({utterances, bands, frames, channels}, dy.options());
    at::parallel_for(0, utterances * frames, 16, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; i++)
        turn(dy.data_ptr<float>() + i * channels * bands, dx.data_ptr<float>() + (i / frames) * bands * band + (i % frames) * channels,
             channels, bands, bands, band);
    });
    return {dx.permute({0, 3, 1, 2})};
  }
};

Tensor sequence(const Tensor& x) {
  TORCH_CHECK(x.dim() == 4 && x.numel() > 0, "image_to_sequence takes (B,C,F,T), found ", x.sizes());
  require_float("x", x, x.sizes());
  return SequenceFunction::apply(x.contiguous(at::MemoryFormat::ChannelsLast));
}

}  // namespace
}  // namespace asr

// lengths: of the result, may be null.
ASR_TENSOR(asr_fused_stem_convolution, (Handle features, Handle lengths, Handle weight, Handle bias, int64_t stride),
           asr::stem(features->contiguous(), asr_unwrap(lengths), weight->contiguous(), bias->contiguous(), stride))
ASR_TENSOR(asr_fused_image_to_sequence, (Handle x), asr::sequence(*x))
