// Gradients: the backward pass, and whether operations are recorded for it.
#include "shim.h"

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

// `retain` below zero: as `create`, which is PyTorch's default.
static Optional<bool> retained(int8_t retain) { return retain < 0 ? Optional<bool>() : Optional<bool>(retain != 0); }

ASR_STATUS(asr_autograd_backward, (TensorList tensors, TensorList gradients, int8_t retain, uint8_t create, TensorList inputs),
           torch::autograd::backward(asr_unwrap(tensors), asr_unwrap(gradients), retained(retain), create != 0, asr_unwrap(inputs)))

ASR_TENSORS(asr_autograd_grad,
            (TensorList outputs, TensorList inputs, TensorList gradients, int8_t retain, uint8_t create, uint8_t allow_unused),
            torch::autograd::grad(asr_unwrap(outputs), asr_unwrap(inputs), asr_unwrap(gradients), retained(retain), create != 0,
                                  allow_unused != 0))

ASR_TENSOR(asr_grad, (Handle self), self->grad())
ASR_STATUS(asr_set_grad, (Handle self, Handle gradient), self->mutable_grad() = asr_unwrap(gradient))
ASR_STATUS(asr_retain_grad, (Handle self), self->retain_grad())
ASR_STATUS(asr_set_requires_grad, (Handle self, uint8_t requires), self->set_requires_grad(requires != 0))

ASR_EXPORT(int32_t, 0, asr_grad_mode_enabled, (), { return c10::GradMode::is_enabled() ? 1 : 0; })
ASR_STATUS(asr_set_grad_mode, (uint8_t enabled), c10::GradMode::set_enabled(enabled != 0))
ASR_EXPORT(int32_t, 0, asr_inference_mode_enabled, (), { return c10::InferenceMode::is_enabled() ? 1 : 0; })

// The guard restores the thread's mode when it is freed, which must happen on the same thread.
ASR_EXPORT(c10::InferenceMode*, nullptr, asr_inference_mode_enter, (uint8_t enabled), { return new c10::InferenceMode(enabled != 0); })
ASR_EXPORT(void, , asr_inference_mode_leave, (c10::InferenceMode * guard), { delete guard; })
