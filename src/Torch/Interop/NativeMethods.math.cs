using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <content>The exports of math.cpp.</content>
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial Tensor asr_abs(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_neg(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_exp(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_expm1(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_log(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_log10(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_log1p(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_sqrt(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_rsqrt(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_square(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_reciprocal(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_sin(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_cos(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_sigmoid(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_tanh(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_erf(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_relu(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_silu(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_gelu(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_sign(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_floor(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_ceil(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_trunc(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_isnan(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_isinf(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_isfinite(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_logical_not(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_bitwise_not(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_real(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_imag(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_abs_(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_neg_(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_exp_(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_log_(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_sqrt_(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_rsqrt_(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_reciprocal_(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_sigmoid_(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_tanh_(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_floor_(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_ceil_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor asr_mul(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_pow(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_remainder(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_maximum(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_minimum(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_logical_and(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_logical_or(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_logical_xor(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_bitwise_and(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_bitwise_or(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_eq(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_ne(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_lt(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_le(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_gt(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_ge(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_matmul(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_mm(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_bmm(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_mv(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_dot(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_outer(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_mul_scalar(Tensor self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_pow_scalar(Tensor self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_remainder_scalar(Tensor self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_eq_scalar(Tensor self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_ne_scalar(Tensor self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_lt_scalar(Tensor self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_le_scalar(Tensor self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_gt_scalar(Tensor self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_ge_scalar(Tensor self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_sub_scalar(Tensor self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_rsub_scalar(Tensor self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_add(Tensor self, Tensor other, NativeScalar alpha);

    [LibraryImport(Library)]
    internal static partial Tensor asr_add_scalar(Tensor self, NativeScalar other, NativeScalar alpha);

    [LibraryImport(Library)]
    internal static partial Tensor asr_sub(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_add_(Tensor self, Tensor other, NativeScalar alpha);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_add_scalar_(Tensor self, NativeScalar other, NativeScalar alpha);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_sub_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_sub_scalar_(Tensor self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_mul_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_mul_scalar_(Tensor self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_pow_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_pow_scalar_(Tensor self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial Tensor asr_div(Tensor self, Tensor other, int mode);

    [LibraryImport(Library)]
    internal static partial Tensor asr_div_scalar(Tensor self, NativeScalar other, int mode);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_div_(Tensor self, Tensor other, int mode);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_div_scalar_(Tensor self, NativeScalar other, int mode);

    [LibraryImport(Library)]
    internal static partial Tensor asr_round(Tensor self, long decimals);

    [LibraryImport(Library)]
    internal static partial Tensor asr_nan_to_num(Tensor self, double nan, double* positive, double* negative);

    [LibraryImport(Library)]
    internal static partial Tensor asr_clamp(Tensor self, NativeScalar low, NativeScalar high);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_clamp_(Tensor self, NativeScalar low, NativeScalar high);

    [LibraryImport(Library)]
    internal static partial Tensor asr_clamp_tensor(Tensor self, Tensor? low, Tensor? high);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_clamp_tensor_(Tensor self, Tensor? low, Tensor? high);

    [LibraryImport(Library)]
    internal static partial Tensor asr_addcmul(Tensor self, Tensor a, Tensor b, NativeScalar value);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_addcmul_(Tensor self, Tensor a, Tensor b, NativeScalar value);

    [LibraryImport(Library)]
    internal static partial Tensor asr_addcdiv(Tensor self, Tensor a, Tensor b, NativeScalar value);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_addcdiv_(Tensor self, Tensor a, Tensor b, NativeScalar value);

    [LibraryImport(Library)]
    internal static partial Tensor asr_lerp(Tensor self, Tensor end, Tensor weight);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_lerp_(Tensor self, Tensor end, Tensor weight);

    [LibraryImport(Library)]
    internal static partial Tensor asr_cumsum(Tensor self, long dim, sbyte dtype);

    [LibraryImport(Library)]
    internal static partial Tensor asr_addmm(Tensor self, Tensor a, Tensor b, double beta, double alpha);

    [LibraryImport(Library)]
    internal static partial Tensor asr_einsum([MarshalAs(UnmanagedType.LPUTF8Str)] string equation, TensorList tensors);
}
