// The first convolution: 3x3 taps over one channel of features, one source for all instruction sets (included by
// kernels_convolution_body.h). All weights of a panel of channels stay in registers.
#include "kernels_convolution.h"
#include "kernels_elements.h"

namespace asr {
namespace {

template <int N>
void stem_panel(const StemRow& s, int64_t from) {
  const int64_t width = rounded(s.channels, 16), left = s.channels - from;
  vf w[9][N], bias[N];
  for (int j = 0; j < N; j++) {
    bias[j] = load(s.weight + 9 * width + from + j * V);
    for (int tap = 0; tap < 9; tap++) w[tap][j] = load(s.weight + tap * width + from + j * V);
  }
  const float *above = s.x, *here = above + s.x_band, *below = here + s.x_band;
  for (int64_t t = 0; t < s.frames; t++, above += s.stride, here += s.stride, below += s.stride)
    for (int j = 0; j < N; j++) {
      vf v = bias[j];
      for (int i = 0; i < 3; i++) v += above[i] * w[i][j] + here[i] * w[3 + i][j] + below[i] * w[6 + i][j];
      store_some(s.y + t * s.channels + from + j * V, v, left - j * V);
    }
}

void stem_forward(const StemRow& s) {
  for (int64_t from = 0; from < s.channels; from += 2 * V) {
    if (s.channels - from > V) stem_panel<2>(s, from);
    else stem_panel<1>(s, from);
  }
}

template <int N>
void stem_gradient_panel(const StemRow& s, const float* dy, float* dw, int64_t from) {
  const int64_t width = rounded(s.channels, 16), left = s.channels - from;
  vf sums[9][N], bias[N];
  for (int j = 0; j < N; j++) {
    bias[j] = (vf){};
    for (int tap = 0; tap < 9; tap++) sums[tap][j] = (vf){};
  }
  const float *above = s.x, *here = above + s.x_band, *below = here + s.x_band;
  for (int64_t t = 0; t < s.frames; t++, above += s.stride, here += s.stride, below += s.stride)
    for (int j = 0; j < N; j++) {
      const vf d = load_some(dy + t * s.channels + from + j * V, left - j * V);
      bias[j] += d;
      for (int i = 0; i < 3; i++) {
        sums[i][j] += above[i] * d;
        sums[3 + i][j] += here[i] * d;
        sums[6 + i][j] += below[i] * d;
      }
    }
  for (int j = 0; j < N; j++) {
    float* to = dw + from + j * V;
    for (int tap = 0; tap < 9; tap++) store(to + tap * width, load(to + tap * width) + sums[tap][j]);
    store(to + 9 * width, load(to + 9 * width) + bias[j]);
  }
}

void stem_backward(const StemRow& s, const float* dy, float* dw) {
  for (int64_t from = 0; from < s.channels; from += 2 * V) {
    if (s.channels - from > V) stem_gradient_panel<2>(s, dy, dw, from);
    else stem_gradient_panel<1>(s, dy, dw, from);
  }
}

}  // namespace
}  // namespace asr
