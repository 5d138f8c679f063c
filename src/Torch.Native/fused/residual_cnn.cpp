// The residual convolution block: two times LayerNorm over the bands, GELU, dropout and a 3x3 convolution, added to the input.
//
// Images are channels-last, (B,F,T,C) in memory, so that a pixel's channels are what the vectors of a product hold. What a convolution
// reads lies in an image with a border of zeros; normalising, GELU and dropout write it there in one pass. Each convolution is nine
// products over shifted rows of that image, and what follows it (bias, residual, the next normalisation; in the gradient the normalisation
// before it) is done block by block while the block is in cache. Only valid frames are computed; what lies in the padding is never read
// and is zero in the result. With bf16, images and what lies between the convolutions are bf16, everything else stays fp32.
#include "images.h"
#include "profile.h"
#include <torch/csrc/autograd/custom_function.h>
#include <algorithm>
#include <cmath>
#include <cstring>

namespace asr {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct Setting {
  double epsilon;
  int64_t keep;  // the probability that dropout keeps a value, in 65536ths
  int64_t seed, layer1, layer2, step;
  bool bf16;
};

// The dropout masks of a batch, one bit a value: whole groups of 128 for each band of an utterance.
struct KeptBits {
  Tensor bits;  // undefined: nothing is dropped
  int64_t band_words;

  explicit KeptBits(const ImageBatch& batch, const Tensor& bits)
      : bits(bits), band_words((batch.frames * batch.channels + 127) / 128 * 8) {}
  KeptBits(const ImageBatch& batch, const ConvolutionKernels& k, const Setting& setting, int64_t layer) : KeptBits(batch, Tensor()) {
    if (setting.keep >= 65536) return;
    const Section section("dropout");
    const uint32_t key[2] = {(uint32_t)setting.seed, (uint32_t)((uint64_t)setting.seed >> 32)};
    bits = at::empty({batch.utterances * batch.bands * band_words}, at::kShort);
    uint16_t* words = reinterpret_cast<uint16_t*>(bits.data_ptr<int16_t>());
    at::parallel_for(0, batch.utterances * batch.bands, 4, [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; row++) {
        const int64_t groups = (batch.lengths[row / batch.bands] * batch.channels + 127) / 128;
        k.keep_bits(row * (band_words / 8), groups, (uint32_t)setting.keep, key, (uint32_t)layer, (uint32_t)setting.step,
                    words + row * band_words);
      }
    });
  }
  const uint16_t* at(const ImageBatch& batch, const FrameBlock& block) const {
    if (!bits.defined()) return nullptr;
    return reinterpret_cast<const uint16_t*>(bits.data_ptr<int16_t>()) + block.utterance * batch.bands * band_words +
           block.begin * batch.channels / 16;
  }
};

// One normalisation with its parameters, statistics (B, T*C) and mask.
struct ImageNorm {
  Tensor weight, bias, mean, rstd;
  KeptBits kept;
  float epsilon, scale;

  NormBlock block(const ImageBatch& batch, const FrameBlock& at, const void* x, int64_t element) const {
    const int64_t statistics = (at.utterance * batch.frames + at.begin) * batch.channels;
    return {batch.bands,
            batch.channels,
            at.frames,
            epsilon,
            scale,
            static_cast<const char*>(x) + batch.at(at.utterance, 0, at.begin) * element,
            batch.frames * batch.channels,
            weight.data_ptr<float>(),
            bias.data_ptr<float>(),
            mean.data_ptr<float>() + statistics,
            rstd.data_ptr<float>() + statistics,
            kept.at(batch, at),
            kept.band_words};
  }
};

ConvolutionBlock convolution(const ImageBatch& batch, const FrameBlock& block, const PaddedImages& a, const Tensor& packed) {
  ConvolutionBlock c = {};
  c.bands = batch.bands, c.channels = batch.channels, c.frames = block.frames;
  c.a = a.at(block.utterance, 0, block.begin);
  c.a_band = a.band, c.a_pixel = a.pixel;
  c.packed = packed.data_ptr();
  return c;
}

// Weights (outputs, inputs, bands, frames) for the convolution, or for its input gradient: outputs and inputs change places, and the taps
// are turned round.
Tensor packed_weight(const ConvolutionKernels& k, const Tensor& weight, bool gradient) {
  const int64_t channels = weight.size(0), across = channels * 9;
  Tensor packed = at::empty({k.packed_bytes(channels)}, at::kByte);
  const float* w = weight.data_ptr<float>();
  if (gradient) k.pack(w + 8, across, 9, -3, -1, channels, packed.data_ptr());
  else k.pack(w, 9, across, 3, 1, channels, packed.data_ptr());
  return packed;
}

struct WeightGradients {
  Tensor weight, bias;
};

// Rows are shared out by their frames, one share a thread and cut by the thread count alone, so that equal runs add in equal order.
WeightGradients weight_gradients(const ImageBatch& batch, const ConvolutionKernels& k, const PaddedImages& a, const PaddedImages& dy) {
  const Section section("convolution, weight gradient");
  const int64_t width = (batch.channels + 15) / 16 * 16, parts = at::get_num_threads();
  Tensor dw = at::zeros({parts, 3, width, 3, width}, at::kFloat), db = at::zeros({parts, width}, at::kFloat);
  int64_t total = 0;
  for (int64_t length : batch.lengths) total += length * batch.bands;
  at::parallel_for(0, parts, 1, [&](int64_t begin, int64_t end) {
    const Tensor scratch = at::empty({k.weight_scratch(batch.channels, batch.frames)}, at::kByte);
    for (int64_t part = begin; part < end; part++) {
      int64_t before = 0;
      for (int64_t b = 0; b < batch.utterances; before += batch.lengths[b++] * batch.bands) {
        const int64_t length = batch.lengths[b];
        if (!length) continue;
        const auto band = [&](int64_t cut) { return std::clamp<int64_t>((cut - before + length - 1) / length, 0, batch.bands); };
        const int64_t first = band(std::max(before, total * part / parts)), last = band(std::max(before, total * (part + 1) / parts));
        if (first < last)
          k.weight_gradient({first, last, batch.channels, length, a.at(b, 0, 0), dy.at(b, 0, 0), a.band, a.pixel,
                             dw.data_ptr<float>() + part * 9 * width * width, db.data_ptr<float>() + part * width, scratch.data_ptr()});
      }
    }
  });
  const int64_t channels = batch.channels;
  return {dw.sum(0).narrow(1, 0, channels).narrow(3, 0, channels).permute({3, 1, 0, 2}).contiguous(), db.sum(0).narrow(0, 0, channels)};
}

class ResidualCnnFunction : public torch::autograd::Function<ResidualCnnFunction> {
 public:
  // p: norm weight, norm bias, convolution weight, convolution bias; twice.
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& lengths, at::TensorList p, const Setting& setting) {
    const ConvolutionKernels& k = *convolution_kernels(setting.bf16);
    const ImageBatch batch(x, lengths);
    const ImageNorm norm[2] = {norm_of(batch, p[0], p[1], KeptBits(batch, k, setting, setting.layer1), setting),
                               norm_of(batch, p[4], p[5], KeptBits(batch, k, setting, setting.layer2), setting)};
    const PaddedImages a1(batch, k), a2(batch, k);
    {
      const Section section("LayerNorm + GELU");
      batch.each_block(0, [&](const FrameBlock& at, float*) {
        k.norm_forward(norm[0].block(batch, at, x.data_ptr(), 4), a1.at(at.utterance, 1, at.begin + 1), a1.band, a1.pixel);
        a1.zero_border(batch, at);
      });
    }
    const Section section("convolution");
    const Tensor between = at::empty({x.numel()}, k.element == 2 ? at::kBFloat16 : at::kFloat);
    const Tensor w1 = packed_weight(k, p[2], false), w2 = packed_weight(k, p[6], false);
    batch.each_block(0, [&](const FrameBlock& at, float*) {
      ConvolutionBlock block = convolution(batch, at, a1, w1);
      block.bias = p[3].data_ptr<float>();
      block.y = static_cast<char*>(between.data_ptr()) + batch.at(at.utterance, 0, at.begin) * k.element;
      block.y_band = batch.frames * batch.channels;
      k.convolve_narrow(block);
      k.norm_forward_narrow(norm[1].block(batch, at, between.data_ptr(), k.element), a2.at(at.utterance, 1, at.begin + 1), a2.band,
                            a2.pixel);
      a2.zero_border(batch, at);
    });
    Tensor y = batch.image();
    batch.each_block(0, [&](const FrameBlock& at, float*) {
      const int64_t from = batch.at(at.utterance, 0, at.begin);
      ConvolutionBlock block = convolution(batch, at, a2, w2);
      block.bias = p[7].data_ptr<float>();
      block.residual = x.data_ptr<float>() + from;
      block.y = y.data_ptr<float>() + from;
      block.y_band = batch.frames * batch.channels;
      k.convolve(block);
      zero_padding(batch, at, y);
    });
    ctx->save_for_backward({x, lengths, p[0], p[1], p[2], p[4], p[5], p[6], between, a1.storage, a2.storage, norm[0].mean, norm[0].rstd,
                            norm[1].mean, norm[1].rstd, norm[0].kept.bits, norm[1].kept.bits});
    ctx->saved_data["epsilon"] = setting.epsilon;
    ctx->saved_data["keep"] = setting.keep;
    ctx->saved_data["bf16"] = setting.bf16;
    return y;
  }

  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const variable_list s = ctx->get_saved_variables();
    const ConvolutionKernels& k = *convolution_kernels(ctx->saved_data["bf16"].toBool());
    const Tensor &x = s[0], &between = s[8];
    const ImageBatch batch(x, s[1]);
    const float epsilon = (float)ctx->saved_data["epsilon"].toDouble(), scale = scale_of(ctx->saved_data["keep"].toInt());
    const ImageNorm norm[2] = {{s[2], s[3], s[11], s[12], KeptBits(batch, s[15]), epsilon, scale},
                               {s[5], s[6], s[13], s[14], KeptBits(batch, s[16]), epsilon, scale}};
    const PaddedImages a1(batch, k, s[9]), a2(batch, k, s[10]), dy(batch, k), dh(batch, k);
    const Tensor dy_image = grads[0].contiguous(at::MemoryFormat::ChannelsLast), w1 = packed_weight(k, s[4], true),
                 w2 = packed_weight(k, s[7], true);
    copy_gradient(batch, k, dy_image, dy);
    const WeightGradients second = weight_gradients(batch, k, a2, dy);
    const int64_t parts = at::get_num_threads(), values = batch.block_values(), sums = 2 * values / batch.bands;
    Tensor norm_gradients = at::zeros({4, parts, batch.bands}, at::kFloat);
    const auto of = [&](int64_t i, int64_t part) { return norm_gradients.data_ptr<float>() + (i * parts + part) * batch.bands; };
    // The gradient of what a convolution read goes to scratch and through the normalisation before it at once.
    {
      const Section section("convolution, input gradient");
      batch.each_block_in_parts(parts, values + sums, [&](const FrameBlock& at, float* scratch, int64_t part) {
        input_gradient(batch, k, at, dy, w2, scratch);
        k.norm_backward_narrow(norm[1].block(batch, at, between.data_ptr(), k.element), scratch, dh.at(at.utterance, 1, at.begin + 1),
                               dh.band, dh.pixel, of(0, part), of(1, part));
        dh.zero_border(batch, at);
      });
    }
    const WeightGradients first = weight_gradients(batch, k, a1, dh);
    const Section section("convolution, input gradient");
    Tensor dx = batch.image();
    batch.each_block_in_parts(parts, values + sums, [&](const FrameBlock& at, float* scratch, int64_t part) {
      const int64_t from = batch.at(at.utterance, 0, at.begin);
      input_gradient(batch, k, at, dh, w1, scratch);
      k.norm_backward(norm[0].block(batch, at, x.data_ptr(), 4), scratch, dy_image.data_ptr<float>() + from, dx.data_ptr<float>() + from,
                      of(2, part), of(3, part));
      zero_padding(batch, at, dx);
    });
    const Tensor n = norm_gradients.sum(1);
    return {dx, Tensor(), n[2], n[3], first.weight, first.bias, n[0], n[1], second.weight, second.bias, Tensor()};
  }

 private:
  static float scale_of(int64_t keep) { return 65536.0f / (float)keep; }

  static ImageNorm norm_of(const ImageBatch& batch, const Tensor& weight, const Tensor& bias, const KeptBits& kept,
                           const Setting& setting) {
    const auto statistics = [&] { return at::empty({batch.utterances, batch.frames * batch.channels}, at::kFloat); };
    return {weight, bias, statistics(), statistics(), kept, (float)setting.epsilon, scale_of(setting.keep)};
  }

  static void input_gradient(const ImageBatch& batch, const ConvolutionKernels& k, const FrameBlock& at, const PaddedImages& dy,
                             const Tensor& packed, float* to) {
    ConvolutionBlock block = convolution(batch, at, dy, packed);
    block.y = to;
    block.y_band = at.frames * batch.channels;
    k.convolve(block);
  }

  static void copy_gradient(const ImageBatch& batch, const ConvolutionKernels& k, const Tensor& from, const PaddedImages& to) {
    batch.each_block(0, [&](const FrameBlock& at, float*) {
      for (int64_t f = 0; f < batch.bands; f++)
        k.copy(from.data_ptr<float>() + batch.at(at.utterance, f, at.begin), at.frames, batch.channels,
               to.at(at.utterance, f + 1, at.begin + 1), to.pixel);
      to.zero_border(batch, at);
    });
  }

  static void zero_padding(const ImageBatch& batch, const FrameBlock& at, const Tensor& y) {
    const int64_t length = batch.lengths[at.utterance];
    if (!at.last || length == batch.frames) return;
    for (int64_t f = 0; f < batch.bands; f++)
      std::memset(y.data_ptr<float>() + batch.at(at.utterance, f, length), 0, (batch.frames - length) * batch.channels * sizeof(float));
  }
};

Tensor residual_cnn(const Tensor& x, const Tensor& lengths, const TensorVector& parameters, double share, Setting setting) {
  TORCH_CHECK(x.dim() == 4 && x.numel() > 0, "residual_cnn takes (B,C,F,T), found ", x.sizes());
  require_float("x", x, x.sizes());
  const Tensor valid = required_lengths(lengths, x.size(0), x.size(3));
  TORCH_CHECK(parameters.size() == 8, "residual_cnn has 8 parameters, found ", parameters.size());
  TORCH_CHECK(share >= 0 && share < 1, "dropout must be at least 0 and below 1, found ", share);
  const int64_t channels = x.size(1), bands = x.size(2);
  TensorVector p;
  for (size_t i = 0; i < 8; i += 4) {
    require_float("the norm's weight", parameters[i], {bands});
    require_float("the norm's bias", parameters[i + 1], {bands});
    require_float("the convolution's weight", parameters[i + 2], {channels, channels, 3, 3});
    require_float("the convolution's bias", parameters[i + 3], {channels});
  }
  for (const Tensor& one : parameters) p.push_back(one.contiguous());
  for (int64_t n : {setting.layer1, setting.layer2, setting.step})
    TORCH_CHECK(n >= 0 && n <= UINT32_MAX, "layer and step must fit 32 bits");
  TORCH_CHECK(!setting.bf16 || convolution_kernels(true), "this processor has no bf16 products");
  setting.keep = std::max<int64_t>(1, std::llround((1 - share) * 65536));
  return ResidualCnnFunction::apply(x.contiguous(at::MemoryFormat::ChannelsLast), valid, at::TensorList(p), setting);
}

}  // namespace
}  // namespace asr

// lengths may be null: then nothing is padding. The parameters: norm weight and bias, convolution weight and bias, twice.
ASR_TENSOR(asr_fused_residual_cnn,
           (Handle x, Handle lengths, TensorList parameters, double epsilon, double dropout, int64_t seed, int64_t layer1, int64_t layer2,
            int64_t step, uint8_t bf16),
           asr::residual_cnn(*x, asr_unwrap(lengths), asr_unwrap(parameters), dropout,
                             {epsilon, 65536, seed, layer1, layer2, step, bf16 != 0}))

ASR_API int32_t asr_cpu_has_bf16_convolutions() noexcept { return asr::convolution_kernels(true) != nullptr; }
