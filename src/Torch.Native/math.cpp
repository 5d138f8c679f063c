// Arithmetic, comparisons, reductions, products and spectra.
#include "shim.h"

#include <torch/csrc/autograd/custom_function.h>

#define ASR_UNARY(op) ASR_TENSOR(asr_##op, (Handle self), at::op(*self))
#define ASR_UNARY_IN_PLACE(op) ASR_STATUS(asr_##op, (Handle self), self->op())
#define ASR_BINARY(op) ASR_TENSOR(asr_##op, (Handle self, Handle other), at::op(*self, *other))
#define ASR_BINARY_SCALAR(op) ASR_TENSOR(asr_##op##_scalar, (Handle self, ScalarValue other), at::op(*self, static_cast<at::Scalar>(other)))

ASR_UNARY(abs)
ASR_UNARY(neg)
ASR_UNARY(exp)
ASR_UNARY(expm1)
ASR_UNARY(log)
ASR_UNARY(log10)
ASR_UNARY(log1p)
ASR_UNARY(sqrt)
ASR_UNARY(rsqrt)
ASR_UNARY(square)
ASR_UNARY(reciprocal)
ASR_UNARY(sin)
ASR_UNARY(cos)
ASR_UNARY(sigmoid)
ASR_UNARY(tanh)
ASR_UNARY(erf)
ASR_UNARY(relu)
ASR_UNARY(silu)
ASR_UNARY(sign)
ASR_UNARY(floor)
ASR_UNARY(ceil)
ASR_UNARY(trunc)
ASR_UNARY(isnan)
ASR_UNARY(isinf)
ASR_UNARY(isfinite)
ASR_UNARY(logical_not)
ASR_UNARY(bitwise_not)
ASR_UNARY(real)
ASR_UNARY(imag)

ASR_UNARY_IN_PLACE(abs_)
ASR_UNARY_IN_PLACE(neg_)
ASR_UNARY_IN_PLACE(exp_)
ASR_UNARY_IN_PLACE(log_)
ASR_UNARY_IN_PLACE(sqrt_)
ASR_UNARY_IN_PLACE(rsqrt_)
ASR_UNARY_IN_PLACE(reciprocal_)
ASR_UNARY_IN_PLACE(sigmoid_)
ASR_UNARY_IN_PLACE(tanh_)
ASR_UNARY_IN_PLACE(floor_)
ASR_UNARY_IN_PLACE(ceil_)

ASR_BINARY(mul)
ASR_BINARY(pow)
ASR_BINARY(remainder)
ASR_BINARY(maximum)
ASR_BINARY(minimum)
ASR_BINARY(logical_and)
ASR_BINARY(logical_or)
ASR_BINARY(logical_xor)
ASR_BINARY(bitwise_and)
ASR_BINARY(bitwise_or)
ASR_BINARY(eq)
ASR_BINARY(ne)
ASR_BINARY(lt)
ASR_BINARY(le)
ASR_BINARY(gt)
ASR_BINARY(ge)
ASR_BINARY(matmul)
ASR_BINARY(mm)
ASR_BINARY(bmm)
ASR_BINARY(mv)
ASR_BINARY(dot)
ASR_BINARY(outer)

ASR_BINARY_SCALAR(mul)
ASR_BINARY_SCALAR(pow)
ASR_BINARY_SCALAR(remainder)
ASR_BINARY_SCALAR(eq)
ASR_BINARY_SCALAR(ne)
ASR_BINARY_SCALAR(lt)
ASR_BINARY_SCALAR(le)
ASR_BINARY_SCALAR(gt)
ASR_BINARY_SCALAR(ge)

ASR_TENSOR(asr_add, (Handle self, Handle other, ScalarValue alpha), at::add(*self, *other, alpha))
ASR_TENSOR(asr_add_scalar, (Handle self, ScalarValue other, ScalarValue alpha), at::add(*self, static_cast<at::Scalar>(other), alpha))
ASR_TENSOR(asr_sub, (Handle self, Handle other), at::sub(*self, *other))
ASR_TENSOR(asr_sub_scalar, (Handle self, ScalarValue other), at::sub(*self, static_cast<at::Scalar>(other)))
ASR_TENSOR(asr_rsub_scalar, (Handle self, ScalarValue other), at::rsub(*self, static_cast<at::Scalar>(other)))

ASR_STATUS(asr_add_, (Handle self, Handle other, ScalarValue alpha), self->add_(*other, alpha))
ASR_STATUS(asr_add_scalar_, (Handle self, ScalarValue other, ScalarValue alpha), self->add_(static_cast<at::Scalar>(other), alpha))
ASR_STATUS(asr_sub_, (Handle self, Handle other), self->sub_(*other))
ASR_STATUS(asr_sub_scalar_, (Handle self, ScalarValue other), self->sub_(static_cast<at::Scalar>(other)))
ASR_STATUS(asr_mul_, (Handle self, Handle other), self->mul_(*other))
ASR_STATUS(asr_mul_scalar_, (Handle self, ScalarValue other), self->mul_(static_cast<at::Scalar>(other)))
ASR_STATUS(asr_pow_, (Handle self, Handle exponent), self->pow_(*exponent))
ASR_STATUS(asr_pow_scalar_, (Handle self, ScalarValue exponent), self->pow_(static_cast<at::Scalar>(exponent)))

namespace {

Optional<c10::string_view> rounding(int32_t mode) { // 0 none, 1 towards zero, 2 down
  return mode == 1 ? Optional<c10::string_view>("trunc") : mode == 2 ? Optional<c10::string_view>("floor") : Optional<c10::string_view>();
}

} // namespace

ASR_TENSOR(asr_div, (Handle self, Handle other, int32_t mode), at::div(*self, *other, rounding(mode)))
ASR_TENSOR(asr_div_scalar, (Handle self, ScalarValue other, int32_t mode), at::div(*self, static_cast<at::Scalar>(other), rounding(mode)))
ASR_STATUS(asr_div_, (Handle self, Handle other, int32_t mode), self->div_(*other, rounding(mode)))
ASR_STATUS(asr_div_scalar_, (Handle self, ScalarValue other, int32_t mode), self->div_(static_cast<at::Scalar>(other), rounding(mode)))

ASR_TENSOR(asr_round, (Handle self, int64_t decimals), decimals == 0 ? at::round(*self) : at::round(*self, decimals))
ASR_TENSOR(asr_nan_to_num, (Handle self, double nan, const double* positive, const double* negative),
           at::nan_to_num(*self, nan, positive == nullptr ? Optional<double>() : Optional<double>(*positive),
                          negative == nullptr ? Optional<double>() : Optional<double>(*negative)))
ASR_TENSOR(asr_clamp, (Handle self, ScalarValue low, ScalarValue high), at::clamp(*self, asr_optional(low), asr_optional(high)))
ASR_TENSOR(asr_clamp_tensor, (Handle self, Handle low, Handle high), at::clamp(*self, asr_optional(low), asr_optional(high)))
ASR_STATUS(asr_clamp_, (Handle self, ScalarValue low, ScalarValue high), self->clamp_(asr_optional(low), asr_optional(high)))
ASR_STATUS(asr_clamp_tensor_, (Handle self, Handle low, Handle high), self->clamp_(asr_optional(low), asr_optional(high)))
ASR_TENSOR(asr_addcmul, (Handle self, Handle a, Handle b, ScalarValue value), at::addcmul(*self, *a, *b, value))
ASR_TENSOR(asr_addcdiv, (Handle self, Handle a, Handle b, ScalarValue value), at::addcdiv(*self, *a, *b, value))
ASR_STATUS(asr_addcmul_, (Handle self, Handle a, Handle b, ScalarValue value), self->addcmul_(*a, *b, value))
ASR_STATUS(asr_addcdiv_, (Handle self, Handle a, Handle b, ScalarValue value), self->addcdiv_(*a, *b, value))
ASR_TENSOR(asr_lerp, (Handle self, Handle end, Handle weight), at::lerp(*self, *end, *weight))
ASR_STATUS(asr_lerp_, (Handle self, Handle end, Handle weight), self->lerp_(*end, *weight))
ASR_TENSOR(asr_cumsum, (Handle self, int64_t dim, int8_t dtype), at::cumsum(*self, dim, asr_optional_dtype(dtype)))
ASR_TENSOR(asr_addmm, (Handle self, Handle a, Handle b, double beta, double alpha), at::addmm(*self, *a, *b, beta, alpha))
ASR_TENSOR(asr_einsum, (const char* equation, TensorList tensors), at::einsum(equation, asr_unwrap(tensors)))

namespace {

// libtorch 1.13's gelu_backward returns uninitialised memory on the CPU when the incoming gradient is not contiguous, as the one
// from a batch-first GRU is not. This is GELU with a backward pass that never hands it such a gradient.
class SafeGelu : public torch::autograd::Function<SafeGelu> {
 public:
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input) {
    const at::Tensor dense = input.contiguous();
    context->save_for_backward({dense});
    return at::gelu(dense);
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context, torch::autograd::tensor_list gradients) {
    return {at::gelu_backward(gradients[0].contiguous(), context->get_saved_variables()[0])};
  }
};

} // namespace

ASR_EXPORT(Handle, nullptr, asr_gelu, (Handle self), {
  if (!self->requires_grad() || !c10::GradMode::is_enabled()) return asr_wrap(at::gelu(self->contiguous()));
  return asr_wrap(SafeGelu::apply(*self));
})
