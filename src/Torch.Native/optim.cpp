// Optimiser steps in one pass over memory. The managed loop that they replace reads and writes each parameter about ten times.
// Each element is computed on its own, in the order of operations of PyTorch's single-tensor AdamW, so that the result depends
// neither on the number of threads nor on where a thread's share begins.
#include "shim.h"
#include "fused/kernels.h"
#include "fused/profile.h"

#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>

namespace {

struct AdamWStep {  // its twin: Interop/NativeMethods.optim.cs
  double learning_rate;
  double beta1;
  double beta2;
  double epsilon;
  double weight_decay;
  int64_t step;
  uint8_t maximize;
};

template <typename scalar>
void adamw_contiguous(at::Tensor& parameter, const at::Tensor& gradient, at::Tensor& mean, at::Tensor& square, at::Tensor& largest,
                      const AdamWStep& options) {
  const auto correction1 = 1 - std::pow(options.beta1, options.step);
  const auto correction2 = static_cast<scalar>(std::sqrt(1 - std::pow(options.beta2, options.step)));
  const auto rate = static_cast<scalar>(options.learning_rate / correction1);
  const auto keep = static_cast<scalar>(1 - options.learning_rate * options.weight_decay);
  const auto beta1 = static_cast<scalar>(options.beta1), rest1 = static_cast<scalar>(1 - options.beta1);
  const auto beta2 = static_cast<scalar>(options.beta2), rest2 = static_cast<scalar>(1 - options.beta2);
  const auto epsilon = static_cast<scalar>(options.epsilon);
  const auto sign = static_cast<scalar>(options.maximize != 0 ? -1 : 1);
  auto* p = parameter.data_ptr<scalar>();
  const auto* g = gradient.data_ptr<scalar>();
  auto* m = mean.data_ptr<scalar>();
  auto* v = square.data_ptr<scalar>();
  auto* most = largest.defined() ? largest.data_ptr<scalar>() : nullptr;
  at::parallel_for(0, parameter.numel(), 16384, [=](int64_t begin, int64_t end) {
    if constexpr (std::is_same<scalar, float>::value) {
      if (most == nullptr) {
        asr::kernels().adamw(
            {end - begin, p + begin, g + begin, m + begin, v + begin, rate, keep, beta1, rest1, beta2, rest2, correction2, epsilon, sign});
        return;
      }
    }
    if (most == nullptr) {
      for (int64_t i = begin; i < end; ++i) {
        const scalar slope = sign * g[i];
        m[i] = m[i] * beta1 + rest1 * slope;
        v[i] = v[i] * beta2 + rest2 * slope * slope;
        p[i] = p[i] * keep - rate * (m[i] / (std::sqrt(v[i]) / correction2 + epsilon));
      }
    } else {
      for (int64_t i = begin; i < end; ++i) {
        const scalar slope = sign * g[i];
        m[i] = m[i] * beta1 + rest1 * slope;
        v[i] = v[i] * beta2 + rest2 * slope * slope;
        most[i] = std::max(most[i], v[i]);
        p[i] = p[i] * keep - rate * (m[i] / (std::sqrt(most[i]) / correction2 + epsilon));
      }
    }
  });
}

// Any device, type and layout, through libtorch's own kernels.
void adamw_anywhere(at::Tensor& parameter, const at::Tensor& gradient, at::Tensor& mean, at::Tensor& square, at::Tensor& largest,
                    const AdamWStep& options) {
  const auto correction1 = 1 - std::pow(options.beta1, options.step);
  const auto correction2 = std::sqrt(1 - std::pow(options.beta2, options.step));
  const auto slope = options.maximize != 0 ? -gradient : gradient;
  parameter.mul_(1 - options.learning_rate * options.weight_decay);
  mean.mul_(options.beta1).add_(slope, 1 - options.beta1);
  square.mul_(options.beta2).addcmul_(slope, slope, 1 - options.beta2);
  if (largest.defined()) at::maximum_out(largest, largest, square);
  const auto spread = (largest.defined() ? largest : square).sqrt().div_(correction2).add_(options.epsilon);
  parameter.addcdiv_(mean, spread, -options.learning_rate / correction1);
}

void adamw(at::Tensor parameter, const at::Tensor& gradient, at::Tensor mean, at::Tensor square, at::Tensor largest,
           const AdamWStep& options) {
  const asr::Section section("AdamW");
  at::NoGradGuard no_grad;
  const auto type = parameter.scalar_type();
  const auto plain = [&](const at::Tensor& tensor) {
    return tensor.device().is_cpu() && tensor.is_contiguous() && tensor.scalar_type() == type && tensor.numel() == parameter.numel();
  };
  const bool simple = plain(parameter) && plain(gradient) && plain(mean) && plain(square) && (!largest.defined() || plain(largest));
  if (simple && type == at::kFloat) {
    adamw_contiguous<float>(parameter, gradient, mean, square, largest, options);
  } else if (simple && type == at::kDouble) {
    adamw_contiguous<double>(parameter, gradient, mean, square, largest, options);
  } else {
    adamw_anywhere(parameter, gradient, mean, square, largest, options);
    return;
  }
  parameter.unsafeGetTensorImpl()->bump_version();
}

}  // namespace

// largest (the running maximum of AMSGrad) may be null.
ASR_STATUS(asr_adamw_step, (Handle parameter, Handle gradient, Handle mean, Handle square, Handle largest, AdamWStep options),
           adamw(*parameter, *gradient, *mean, *square, asr_unwrap(largest), options))
