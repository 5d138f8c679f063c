using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Element-wise arithmetic that gives a new tensor.</content>
    public unsafe partial class Tensor
    {
        public Tensor real => NativeMethods.asr_real(this);

        public Tensor imag => NativeMethods.asr_imag(this);

        public Tensor abs() => NativeMethods.asr_abs(this);

        public Tensor neg() => NativeMethods.asr_neg(this);

        public Tensor exp() => NativeMethods.asr_exp(this);

        public Tensor expm1() => NativeMethods.asr_expm1(this);

        public Tensor log() => NativeMethods.asr_log(this);

        public Tensor log10() => NativeMethods.asr_log10(this);

        public Tensor log1p() => NativeMethods.asr_log1p(this);

        public Tensor sqrt() => NativeMethods.asr_sqrt(this);

        public Tensor rsqrt() => NativeMethods.asr_rsqrt(this);

        public Tensor square() => NativeMethods.asr_square(this);

        public Tensor reciprocal() => NativeMethods.asr_reciprocal(this);

        public Tensor sin() => NativeMethods.asr_sin(this);

        public Tensor cos() => NativeMethods.asr_cos(this);

        public Tensor sigmoid() => NativeMethods.asr_sigmoid(this);

        public Tensor tanh() => NativeMethods.asr_tanh(this);

        public Tensor erf() => NativeMethods.asr_erf(this);

        public Tensor relu() => NativeMethods.asr_relu(this);

        public Tensor silu() => NativeMethods.asr_silu(this);

        public Tensor gelu() => NativeMethods.asr_gelu(this);

        public Tensor sign() => NativeMethods.asr_sign(this);

        public Tensor floor() => NativeMethods.asr_floor(this);

        public Tensor ceil() => NativeMethods.asr_ceil(this);

        public Tensor trunc() => NativeMethods.asr_trunc(this);

        public Tensor isnan() => NativeMethods.asr_isnan(this);

        public Tensor isinf() => NativeMethods.asr_isinf(this);

        public Tensor isfinite() => NativeMethods.asr_isfinite(this);

        public Tensor logical_not() => NativeMethods.asr_logical_not(this);

        public Tensor bitwise_not() => NativeMethods.asr_bitwise_not(this);

        public Tensor round(long decimals = 0L) => NativeMethods.asr_round(this, decimals);

        public Tensor add(Tensor target) => NativeMethods.asr_add(this, target, 1);

        public Tensor add(Tensor target, Scalar alpha) => NativeMethods.asr_add(this, target, alpha);

        public Tensor add(Scalar scalar) => NativeMethods.asr_add_scalar(this, scalar, 1);

        public Tensor add(Scalar scalar, Scalar alpha) => NativeMethods.asr_add_scalar(this, scalar, alpha);

        public Tensor sub(Tensor target) => NativeMethods.asr_sub(this, target);

        public Tensor sub(Scalar target) => NativeMethods.asr_sub_scalar(this, target);

        public Tensor mul(Tensor target) => NativeMethods.asr_mul(this, target);

        public Tensor mul(Scalar target) => NativeMethods.asr_mul_scalar(this, target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            NativeMethods.asr_div(this, target, (int)rounding_mode);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            NativeMethods.asr_div_scalar(this, target, (int)rounding_mode);

        public Tensor pow(Scalar exponent) => NativeMethods.asr_pow_scalar(this, exponent);

        public Tensor remainder(Scalar scalar) => NativeMethods.asr_remainder_scalar(this, scalar);

        public Tensor pow(Tensor exponent) => NativeMethods.asr_pow(this, exponent);

        public Tensor maximum(Tensor other) => NativeMethods.asr_maximum(this, other);

        public Tensor minimum(Tensor other) => NativeMethods.asr_minimum(this, other);

        public Tensor remainder(Tensor target) => NativeMethods.asr_remainder(this, target);

        public Tensor logical_and(Tensor other) => NativeMethods.asr_logical_and(this, other);

        public Tensor logical_or(Tensor other) => NativeMethods.asr_logical_or(this, other);

        public Tensor logical_xor(Tensor other) => NativeMethods.asr_logical_xor(this, other);

        public Tensor bitwise_and(Tensor other) => NativeMethods.asr_bitwise_and(this, other);

        public Tensor bitwise_or(Tensor other) => NativeMethods.asr_bitwise_or(this, other);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => NativeMethods.asr_clamp(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => NativeMethods.asr_clamp_tensor(this, min, max);

        public Tensor clamp_min(Scalar min) => NativeMethods.asr_clamp(this, min, default);

        public Tensor clamp_max(Scalar max) => NativeMethods.asr_clamp(this, default, max);

        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null)
        {
            (double positive, double negative) = (posinf.GetValueOrDefault(), neginf.GetValueOrDefault());
            return NativeMethods.asr_nan_to_num(this, nan, posinf.HasValue ? &positive : null, neginf.HasValue ? &negative : null);
        }

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => NativeMethods.asr_addcmul(this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => NativeMethods.asr_addcdiv(this, tensor1, tensor2, value);

        public Tensor lerp(Tensor end, Tensor weight) => NativeMethods.asr_lerp(this, end, weight);

        public Tensor cumsum(long dim, ScalarType? type = null) => NativeMethods.asr_cumsum(this, dim, type.OrNone());

        public Tensor where(Tensor condition, Tensor y) => NativeMethods.asr_where(condition, this, y);
    }
}
