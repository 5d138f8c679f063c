using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Arithmetic that changes the tensor itself and returns it.</content>
    public partial class Tensor
    {
        public Tensor abs_()
        {
            NativeMethods.asr_abs_(this);
            return this;
        }

        public Tensor neg_()
        {
            NativeMethods.asr_neg_(this);
            return this;
        }

        public Tensor exp_()
        {
            NativeMethods.asr_exp_(this);
            return this;
        }

        public Tensor log_()
        {
            NativeMethods.asr_log_(this);
            return this;
        }

        public Tensor sqrt_()
        {
            NativeMethods.asr_sqrt_(this);
            return this;
        }

        public Tensor rsqrt_()
        {
            NativeMethods.asr_rsqrt_(this);
            return this;
        }

        public Tensor reciprocal_()
        {
            NativeMethods.asr_reciprocal_(this);
            return this;
        }

        public Tensor sigmoid_()
        {
            NativeMethods.asr_sigmoid_(this);
            return this;
        }

        public Tensor tanh_()
        {
            NativeMethods.asr_tanh_(this);
            return this;
        }

        public Tensor floor_()
        {
            NativeMethods.asr_floor_(this);
            return this;
        }

        public Tensor ceil_()
        {
            NativeMethods.asr_ceil_(this);
            return this;
        }

        public Tensor zero_()
        {
            NativeMethods.asr_zero_(this);
            return this;
        }

        public Tensor fill_(Scalar value)
        {
            NativeMethods.asr_fill_(this, value);
            return this;
        }

        public Tensor add_(Tensor target)
        {
            NativeMethods.asr_add_(this, target, 1);
            return this;
        }

        public Tensor add_(Tensor target, Scalar alpha)
        {
            NativeMethods.asr_add_(this, target, alpha);
            return this;
        }

        public Tensor add_(Scalar scalar)
        {
            NativeMethods.asr_add_scalar_(this, scalar, 1);
            return this;
        }

        public Tensor add_(Scalar scalar, Scalar alpha)
        {
            NativeMethods.asr_add_scalar_(this, scalar, alpha);
            return this;
        }

        public Tensor sub_(Tensor target)
        {
            NativeMethods.asr_sub_(this, target);
            return this;
        }

        public Tensor sub_(Scalar target)
        {
            NativeMethods.asr_sub_scalar_(this, target);
            return this;
        }

        public Tensor mul_(Tensor target)
        {
            NativeMethods.asr_mul_(this, target);
            return this;
        }

        public Tensor mul_(Scalar target)
        {
            NativeMethods.asr_mul_scalar_(this, target);
            return this;
        }

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None)
        {
            NativeMethods.asr_div_(this, target, (int)rounding_mode);
            return this;
        }

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None)
        {
            NativeMethods.asr_div_scalar_(this, target, (int)rounding_mode);
            return this;
        }

        public Tensor pow_(Tensor exponent)
        {
            NativeMethods.asr_pow_(this, exponent);
            return this;
        }

        public Tensor pow_(Scalar exponent)
        {
            NativeMethods.asr_pow_scalar_(this, exponent);
            return this;
        }

        public Tensor clamp_(Scalar? min = null, Scalar? max = null)
        {
            NativeMethods.asr_clamp_(this, min, max);
            return this;
        }

        public Tensor clamp_(Tensor? min = null, Tensor? max = null)
        {
            NativeMethods.asr_clamp_tensor_(this, min, max);
            return this;
        }

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            NativeMethods.asr_addcmul_(this, tensor1, tensor2, value);
            return this;
        }

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2)
        {
            NativeMethods.asr_addcdiv_(this, tensor1, tensor2, 1);
            return this;
        }

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            NativeMethods.asr_addcdiv_(this, tensor1, tensor2, value);
            return this;
        }

        public Tensor lerp_(Tensor end, Tensor weight)
        {
            NativeMethods.asr_lerp_(this, end, weight);
            return this;
        }

        public Tensor masked_fill_(Tensor mask, Scalar value)
        {
            NativeMethods.asr_masked_fill_(this, mask, value);
            return this;
        }

        public Tensor scatter_(long dim, Tensor index, Tensor src)
        {
            NativeMethods.asr_scatter_(this, dim, index, src);
            return this;
        }
    }
}
