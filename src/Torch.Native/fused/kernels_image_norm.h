// LayerNorm over the bands of an image, GELU and dropout, one source for all instruction sets (included by kernels_convolution_body.h).
#include "kernels_convolution.h"
#include "kernels_elements.h"

namespace asr {
namespace {

// Mean and 1/standard deviation of each value's bands. The first band is taken off before the sums: since it is one of the values
// itself, the sum of squares cannot exceed F + 1 times what is looked for, and nothing is lost where the mean is large.
template <class X>
void band_statistics(const NormBlock& s) {
  const int64_t count = s.frames * s.channels;
  const X* x = (const X*)s.x;
  for (int64_t i = 0; i < count; i += V) {
    store_some(s.mean + i, (vf){}, count - i);
    store_some(s.rstd + i, (vf){}, count - i);
  }
  for (int64_t f = 1; f < s.bands; f += 4) {
    const int64_t last = s.bands - 1;
    const X* rows[4];
    for (int64_t j = 0; j < 4; j++) rows[j] = x + (f + j <= last ? f + j : 0) * s.x_band;  // the first band adds nothing
    for (int64_t i = 0; i < count; i += V) {
      const int64_t n = count - i;
      const vf first = load_some(x + i, n);
      const vf a = load_some(rows[0] + i, n) - first, b = load_some(rows[1] + i, n) - first;
      const vf c = load_some(rows[2] + i, n) - first, d = load_some(rows[3] + i, n) - first;
      store_some(s.mean + i, load_some(s.mean + i, n) + ((a + b) + (c + d)), n);
      store_some(s.rstd + i, load_some(s.rstd + i, n) + ((a * a + b * b) + (c * c + d * d)), n);
    }
  }
  const float share = 1.0f / (float)s.bands, epsilon = s.epsilon;
  float *mean = s.mean, *rstd = s.rstd;
  for (int64_t i = 0; i < count; i += V) {
    const int64_t n = count - i;
    const vf m = load_some(mean + i, n) * share;
    const vf variance = load_some(rstd + i, n) * share - m * m;
    store_some(rstd + i, choose(variance < (vf){}, (vf){}, variance) + epsilon, n);
    store_some(mean + i, m + load_some(x + i, n), n);
  }
  for (int64_t i = 0; i < count; i++) rstd[i] = 1.0f / __builtin_sqrtf(rstd[i]);
}

// A vector of a band into an image whose pixels may be wider than its channels; what is more is zero.
ASR_INLINE void store_pixels(Element* y, vf v, int64_t i, int64_t count, int64_t channels, int64_t pixel) {
  if (pixel == channels) {
    store_some(y + i, v, count - i);
    return;
  }
  for (int64_t j = 0; j < V && i + j < count; j++) {
    Element* to = y + (i + j) / channels * pixel;
    to[(i + j) % channels] = narrow(v[j]);
    for (int64_t c = channels; c < pixel; c++) to[c] = Element(0);
  }
}

template <class X>
void norm_forward(const NormBlock& s, void* y, int64_t y_band, int64_t y_pixel) {
  band_statistics<X>(s);
  const int64_t count = s.frames * s.channels;
  for (int64_t f = 0; f < s.bands; f++) {
    const X* x = (const X*)s.x + f * s.x_band;
    const uint16_t* kept = s.kept ? s.kept + f * s.kept_band : nullptr;
    const float w = s.weight[f], b = s.bias[f];
    for (int64_t i = 0; i < count; i += V) {
      const int64_t n = count - i;
      vf v = gelu((load_some(x + i, n) - load_some(s.mean + i, n)) * load_some(s.rstd + i, n) * w + b);
      if (kept) v = keep(v * s.scale, kept, i);
      store_pixels((Element*)y + f * y_band, v, i, count, s.channels, y_pixel);
    }
  }
}

// dy becomes the gradient of the normal values; the sums over the bands that LayerNorm's gradient takes off go to `sums` (2, count).
template <class X>
ASR_INLINE void gelu_backward(const NormBlock& s, float* dy, float* sums, float* grad_weight, float* grad_bias) {
  const int64_t count = s.frames * s.channels;
  float *first = sums, *second = sums + count;
  for (int64_t i = 0; i < 2 * count; i += V) store_some(sums + i, (vf){}, 2 * count - i);
  for (int64_t f = 0; f < s.bands; f++) {
    const X* x = (const X*)s.x + f * s.x_band;
    float* d = dy + f * count;
    const uint16_t* kept = s.kept ? s.kept + f * s.kept_band : nullptr;
    const float w = s.weight[f], b = s.bias[f];
    vf dw = {}, db = {};
    for (int64_t i = 0; i < count; i += V) {
      const int64_t n = count - i;
      const vf normal = (load_some(x + i, n) - load_some(s.mean + i, n)) * load_some(s.rstd + i, n);
      vf g = load_some(d + i, n);
      if (kept) g = keep(g * s.scale, kept, i);
      g *= gelu_slope(normal * w + b);
      dw += g * normal;
      db += g;
      g *= w;
      store_some(d + i, g, n);
      store_some(first + i, load_some(first + i, n) + g, n);
      store_some(second + i, load_some(second + i, n) + g * normal, n);
    }
    grad_weight[f] += sum(dw);
    grad_bias[f] += sum(db);
  }
  const float share = 1.0f / (float)s.bands;
  for (int64_t i = 0; i < 2 * count; i += V) store_some(sums + i, load_some(sums + i, 2 * count - i) * share, 2 * count - i);
}

template <class X>
ASR_INLINE vf norm_gradient(const NormBlock& s, const X* x, const float* d, const float* sums, int64_t i, int64_t count) {
  const int64_t n = count - i;
  const vf rstd = load_some(s.rstd + i, n), normal = (load_some(x + i, n) - load_some(s.mean + i, n)) * rstd;
  return rstd * (load_some(d + i, n) - load_some(sums + i, n) - normal * load_some(sums + count + i, n));
}

// The sums need 2 (frames * channels) values: they stand behind the gradient, which the caller makes that much longer.
void norm_backward_wide(const NormBlock& s, float* dy, const float* residual, float* dx, float* grad_weight, float* grad_bias) {
  const int64_t count = s.frames * s.channels;
  float* sums = dy + s.bands * count;
  gelu_backward<float>(s, dy, sums, grad_weight, grad_bias);
  for (int64_t f = 0; f < s.bands; f++)
    for (int64_t i = 0; i < count; i += V) {
      const int64_t at = f * s.x_band + i, n = count - i;
      store_some(dx + at, norm_gradient(s, (const float*)s.x + f * s.x_band, dy + f * count, sums, i, count) + load_some(residual + at, n),
                 n);
    }
}

void norm_backward_narrow(const NormBlock& s, float* dy, void* dx, int64_t dx_band, int64_t dx_pixel, float* grad_weight,
                          float* grad_bias) {
  const int64_t count = s.frames * s.channels;
  float* sums = dy + s.bands * count;
  gelu_backward<Element>(s, dy, sums, grad_weight, grad_bias);
  for (int64_t f = 0; f < s.bands; f++)
    for (int64_t i = 0; i < count; i += V)
      store_pixels((Element*)dx + f * dx_band, norm_gradient(s, (const Element*)s.x + f * s.x_band, dy + f * count, sums, i, count), i,
                   count, s.channels, dx_pixel);
}

}  // namespace
}  // namespace asr
