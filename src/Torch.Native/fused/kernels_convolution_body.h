// The convolution block's kernels, one source for all instruction sets, with these set before the include: ASR_VECTOR_BYTES,
// ASR_PIXEL_BLOCK (pixels whose outputs stay in registers), ASR_INPUT_BLOCK (channels whose weight gradients do), ASR_CONVOLUTION (name
// of the table), and ASR_BF16 for elements in bf16. No std templates, whose code a linker could share with older processors.
#include "kernels_convolution.h"
#include "kernels_elements.h"
#include "kernels_image_norm.h"
#include "kernels_keep_bits.h"
#include "kernels_stem.h"

namespace asr {
namespace {

constexpr int R = ASR_PIXEL_BLOCK;
constexpr int I = ASR_INPUT_BLOCK;

// Outputs in panels of 2V, the last one of V if that is enough. A panel holds, for each tap band, the words of three pixels side by side
// (three tap frames), and for each word a vector or two of outputs.
int64_t words(int64_t channels) { return (channels + Pack - 1) / Pack; }
int64_t packed_bytes(int64_t channels) { return 9 * words(channels) * rounded(channels, V) * 4; }

void pack(const float* w, int64_t ks, int64_t ns, int64_t bs, int64_t fs, int64_t channels, void* packed) {
  Element* to = (Element*)packed;
  for (int64_t n0 = 0; n0 < channels; n0 += 2 * V) {
    const int64_t columns = channels - n0 > V ? 2 * V : V;
    for (int64_t band = 0; band < 3; band++)
      for (int64_t frame = 0; frame < 3; frame++)
        for (int64_t k = 0; k < channels; k += Pack)
          for (int64_t j = 0; j < columns; j++)
            for (int64_t i = k; i < k + Pack; i++)
              *to++ = n0 + j < channels && i < channels ? narrow(w[i * ks + (n0 + j) * ns + band * bs + frame * fs]) : Element(0);
  }
}

// P pixels side by side, N vectors of outputs. FixedWords: the words of a pixel if the compiler is to know them, else 0.
template <int P, int N, int FixedWords, class Out>
ASR_INLINE void convolve_pixels(const ConvolutionBlock& s, const Word* a, int64_t a_band, int64_t a_pixel, const Word* panel, int64_t from,
                                const float* residual, Out* y) {
  const int64_t pixel = FixedWords ? FixedWords : a_pixel, left = s.channels - from;
  vf sums[P][N];
  for (int j = 0; j < N; j++) {
    const vf start = s.bias ? load_some(s.bias + from + j * V, left - j * V) : (vf){};
    for (int i = 0; i < P; i++) sums[i][j] = start;
  }
  for (int band = 0; band < 3; band++, a += a_band)
    for (int64_t k = 0; k < 3 * pixel; k++, panel += N * V) {
      vf w[N];
      for (int j = 0; j < N; j++) w[j] = load((const float*)panel + j * V);
      for (int i = 0; i < P; i++) {
        const Word x = a[i * pixel + k];
        for (int j = 0; j < N; j++) sums[i][j] = multiply_add(sums[i][j], x, w[j]);
      }
    }
  for (int i = 0; i < P; i++)
    for (int j = 0; j < N; j++) {
      const int64_t at = i * s.channels + from + j * V, n = left - j * V;
      store_some(y + at, residual ? sums[i][j] + load_some(residual + at, n) : sums[i][j], n);
    }
}

template <int N, int FixedWords, class Out>
void convolve_panel(const ConvolutionBlock& s, const Word* panel, int64_t from) {
  const int64_t band = s.a_band / Pack, pixel = s.a_pixel / Pack;
  for (int64_t f = 0; f < s.bands; f++) {
    const Word* a = (const Word*)s.a + f * band;
    const float* residual = s.residual ? s.residual + f * s.y_band : nullptr;
    Out* y = (Out*)s.y + f * s.y_band;
    int64_t t = 0;
#define ASR_PIXELS(count)                                                                                                           \
  for (; t + count <= s.frames; t += count)                                                                                         \
  convolve_pixels<count, N, FixedWords>(s, a + t * pixel, band, pixel, panel, from, residual ? residual + t * s.channels : nullptr, \
                                        y + t * s.channels)
    ASR_PIXELS(R);
    ASR_PIXELS(4);
    ASR_PIXELS(2);
    ASR_PIXELS(1);
#undef ASR_PIXELS
  }
}

template <class Out>
void convolve(const ConvolutionBlock& s) {
  const int64_t pixel = s.a_pixel / Pack;
  const Word* panel = (const Word*)s.packed;
  for (int64_t from = 0; from < s.channels; from += 2 * V) {
    const bool wide = s.channels - from > V;
    if (wide && pixel == 32 / Pack) convolve_panel<2, 32 / Pack, Out>(s, panel, from);
    else if (wide) convolve_panel<2, 0, Out>(s, panel, from);
    else convolve_panel<1, 0, Out>(s, panel, from);
    panel += 9 * pixel * (wide ? 2 : 1) * V;
  }
}

void copy(const float* x, int64_t frames, int64_t channels, void* y, int64_t y_pixel) {
  Element* to = (Element*)y;
  if (y_pixel == channels) {
    for (int64_t i = 0; i < frames * channels; i += V) store_some(to + i, load_some(x + i, frames * channels - i), frames * channels - i);
    return;
  }
  for (int64_t t = 0; t < frames; t++)
    for (int64_t c = 0; c < y_pixel; c++) to[t * y_pixel + c] = c < channels ? narrow(x[t * channels + c]) : Element(0);
}

// Sums over pixels: I channels of three neighbouring frames (words at p[frame] + pixel * p_step) times N vectors of outputs.
template <int N>
void weight_block(const Word* const p[3], int64_t p_step, const Word* outputs, int64_t o_step, int64_t pixels, float* dw, int64_t width) {
  vf sums[I][3][N];
  for (int c = 0; c < I; c++)
    for (int frame = 0; frame < 3; frame++)
      for (int j = 0; j < N; j++) sums[c][frame][j] = (vf){};
  const Word *p0 = p[0], *p1 = p[1], *p2 = p[2];
  for (int64_t i = 0; i < pixels; i++, p0 += p_step, p1 += p_step, p2 += p_step, outputs += o_step) {
    vf o[N];
    for (int j = 0; j < N; j++) o[j] = load((const float*)outputs + j * V);
    for (int c = 0; c < I; c++)
      for (int j = 0; j < N; j++) {
        sums[c][0][j] = multiply_add(sums[c][0][j], p0[c], o[j]);
        sums[c][1][j] = multiply_add(sums[c][1][j], p1[c], o[j]);
        sums[c][2][j] = multiply_add(sums[c][2][j], p2[c], o[j]);
      }
  }
  for (int c = 0; c < I; c++)
    for (int frame = 0; frame < 3; frame++)
      for (int j = 0; j < N; j++) {
        float* to = dw + (c * 3 + frame) * width + j * V;
        store(to, load(to) + sums[c][frame][j]);
      }
}

// One tap band: all channels times all outputs, over `pixels` pixels (of bf16: pairs of them).
void weight_band(const Word* const p[3], int64_t p_step, const Word* outputs, int64_t o_step, int64_t pixels, int64_t channels, float* dw) {
  const int64_t width = rounded(channels, 16);
  for (int64_t c = 0; c < channels; c += I) {
    const Word* const at[3] = {p[0] + c, p[1] + c, p[2] + c};
    float* to = dw + c * 3 * width;
    for (int64_t n = 0; n < channels; n += 2 * V) {
      if (channels - n > V) weight_block<2>(at, p_step, outputs + n, o_step, pixels, to + n, width);
      else weight_block<1>(at, p_step, outputs + n, o_step, pixels, to + n, width);
    }
  }
}

constexpr int64_t Run = 64;  // words of a pixel or a pair that a pass over all weights takes: they stay in the first cache

#if ASR_BF16

// A row of the image as words of two neighbouring frames, from frame `first` on: (pairs, channels rounded up to 16). Beyond the row: zero.
void pair_frames(const Element* x, int64_t pixel, int64_t channels, int64_t frames, int64_t first, int64_t pairs, uint32_t* to) {
  for (int64_t i = 0; i < pairs; i++)
    for (int64_t c = 0; c < channels; c += V, to += V) {
      const int64_t t = first + 2 * i;
      const vi low = __builtin_convertvector(t < frames ? load_elements(x + t * pixel + c, channels - c) : (vh){}, vi);
      const vi high = __builtin_convertvector(t + 1 < frames ? load_elements(x + (t + 1) * pixel + c, channels - c) : (vh){}, vi);
      store((float*)to, (vf)(low | high << 16));
    }
}

// Three bands of the image, each as pairs that start at even and at odd frames, and one of the outputs' gradient.
int64_t weight_scratch(int64_t channels, int64_t frames) { return (7 * ((frames + 1) / 2) + 3) * rounded(channels, 16) * 4; }

void weight_gradient(const WeightGradientRows& s) {
  const int64_t width = rounded(s.channels, 16), pairs = (s.frames + 1) / 2, frames = s.frames + 2;
  uint32_t* bands[3];
  for (int i = 0; i < 3; i++) bands[i] = (uint32_t*)s.scratch + i * (2 * pairs + 1) * width;
  uint32_t* outputs = (uint32_t*)s.scratch + 3 * (2 * pairs + 1) * width;
  for (int64_t f = s.begin; f < s.end; f++) {
    for (int64_t i = f == s.begin ? 0 : 2; i < 3; i++) {  // the others are there from the band before
      const Element* row = (const Element*)s.a + (f + i) * s.band;
      uint32_t* to = bands[(f + i) % 3];
      pair_frames(row, s.pixel, s.channels, frames, 0, pairs + 1, to);
      pair_frames(row, s.pixel, s.channels, frames, 1, pairs, to + (pairs + 1) * width);
    }
    const Element* dy = (const Element*)s.dy + (f + 1) * s.band + s.pixel;
    pair_frames(dy, s.pixel, s.channels, s.frames, 0, pairs, outputs);
    for (int64_t c = 0; c < s.channels; c += V) {
      vf total = load(s.db + c);
      for (int64_t t = 0; t < s.frames; t++) total += load_some(dy + t * s.pixel + c, s.channels - c);
      store(s.db + c, total);
    }
    for (int64_t t = 0; t < pairs; t += Run)
      for (int64_t i = 0; i < 3; i++) {
        const Word *even = bands[(f + i) % 3] + t * width, *odd = even + (pairs + 1) * width;
        const Word* const p[3] = {even, odd, even + width};
        weight_band(p, width, outputs + t * width, width, pairs - t < Run ? pairs - t : Run, s.channels, s.dw + i * width * 3 * width);
      }
  }
}

#else

// Outputs whose channels do not fill vectors are copied; I more than the channels may be read of the image, and are not kept.
int64_t weight_scratch(int64_t channels, int64_t frames) { return channels % V ? frames * rounded(channels, 16) * 4 : 64; }

void weight_gradient(const WeightGradientRows& s) {
  const int64_t width = rounded(s.channels, 16);
  const bool whole = s.channels % V == 0;
  for (int64_t f = s.begin; f < s.end; f++) {
    const float *dy = (const float*)s.dy + (f + 1) * s.band + s.pixel, *outputs = whole ? dy : (const float*)s.scratch;
    const int64_t step = whole ? s.pixel : width;
    if (!whole)
      for (int64_t t = 0; t < s.frames; t++)
        for (int64_t c = 0; c < width; c++) ((float*)s.scratch)[t * width + c] = c < s.channels ? dy[t * s.pixel + c] : 0.0f;
    for (int64_t c = 0; c < s.channels; c += V) {
      vf total = load(s.db + c);
      for (int64_t t = 0; t < s.frames; t++) total += load(outputs + t * step + c);
      store(s.db + c, total);
    }
    for (int64_t t = 0; t < s.frames; t += Run)
      for (int64_t i = 0; i < 3; i++) {
        const Word* row = (const Word*)s.a + (f + i) * s.band + t * s.pixel;
        const Word* const p[3] = {row, row + s.pixel, row + 2 * s.pixel};
        weight_band(p, s.pixel, (const Word*)outputs + t * step, step, s.frames - t < Run ? s.frames - t : Run, s.channels,
                    s.dw + i * width * 3 * width);
      }
  }
}

#endif

}  // namespace

const ConvolutionKernels ASR_CONVOLUTION = {
    sizeof(Element),
    Pack,
    packed_bytes,
    pack,
    convolve<float>,
    convolve<Element>,
    norm_forward<float>,
    norm_forward<Element>,
    norm_backward_wide,
    norm_backward_narrow,
    copy,
    weight_scratch,
    weight_gradient,
    keep_bits,
    stem_forward,
    stem_backward,
};

}  // namespace asr
