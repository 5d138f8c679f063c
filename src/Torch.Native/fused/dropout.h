// The mask of dropout as a function of (seed, step, layer, element).
#pragma once
#include <cstdint>
#include <vector>

namespace asr {

class DropoutMask {
 public:
  DropoutMask() = default;  // keeps everything
  DropoutMask(double p, int64_t seed, int64_t layer, int64_t step);
  explicit DropoutMask(const std::vector<int64_t>& counters)
      : keep_(counters[0]), seed_(counters[1]), layer_(counters[2]), step_(counters[3]) {}

  bool drops() const { return keep_ < 65536; }
  std::vector<int64_t> counters() const { return {keep_, seed_, layer_, step_}; }
  // y = x under the mask of elements first .. first+count-1, scaled so that the mean stays; x and y may be the same.
  void apply(const float* x, float* y, int64_t first, int64_t count) const;

 private:
  int64_t keep_ = 65536;  // the probability to keep an element, in 65536ths
  int64_t seed_ = 0, layer_ = 0, step_ = 0;
};

}  // namespace asr
