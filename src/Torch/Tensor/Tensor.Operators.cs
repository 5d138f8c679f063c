using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Operators and conversions.</content>
    public partial class Tensor
    {
        public static Tensor operator -(Tensor tensor) => tensor.neg();

        public static Tensor operator ~(Tensor left) => left.bitwise_not();

        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);

        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);

        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);

        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);

        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);

        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);

        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);

        public static Tensor operator +(Tensor left, Scalar right) => NativeMethods.asr_add_scalar(left, right, 1);

        public static Tensor operator +(Scalar left, Tensor right) => NativeMethods.asr_add_scalar(right, left, 1);

        public static Tensor operator -(Tensor left, Scalar right) => NativeMethods.asr_sub_scalar(left, right);

        public static Tensor operator -(Scalar left, Tensor right) => NativeMethods.asr_rsub_scalar(right, left);

        public static Tensor operator *(Tensor left, Scalar right) => NativeMethods.asr_mul_scalar(left, right);

        public static Tensor operator *(Scalar left, Tensor right) => NativeMethods.asr_mul_scalar(right, left);

        public static Tensor operator /(Tensor left, Scalar right) => NativeMethods.asr_div_scalar(left, right, 0);

        public static Tensor operator /(Scalar left, Tensor right) => Divide(left, right);

        public static Tensor operator %(Tensor left, Scalar right) => NativeMethods.asr_remainder_scalar(left, right);

        public static Tensor operator +(Tensor left, int right) => NativeMethods.asr_add_scalar(left, right, 1);

        public static Tensor operator +(int left, Tensor right) => NativeMethods.asr_add_scalar(right, left, 1);

        public static Tensor operator -(Tensor left, int right) => NativeMethods.asr_sub_scalar(left, right);

        public static Tensor operator -(int left, Tensor right) => NativeMethods.asr_rsub_scalar(right, left);

        public static Tensor operator *(Tensor left, int right) => NativeMethods.asr_mul_scalar(left, right);

        public static Tensor operator *(int left, Tensor right) => NativeMethods.asr_mul_scalar(right, left);

        public static Tensor operator /(Tensor left, int right) => NativeMethods.asr_div_scalar(left, right, 0);

        public static Tensor operator /(int left, Tensor right) => Divide(left, right);

        public static Tensor operator %(Tensor left, int right) => NativeMethods.asr_remainder_scalar(left, right);

        public static Tensor operator +(Tensor left, float right) => NativeMethods.asr_add_scalar(left, right, 1);

        public static Tensor operator +(float left, Tensor right) => NativeMethods.asr_add_scalar(right, left, 1);

        public static Tensor operator -(Tensor left, float right) => NativeMethods.asr_sub_scalar(left, right);

        public static Tensor operator -(float left, Tensor right) => NativeMethods.asr_rsub_scalar(right, left);

        public static Tensor operator *(Tensor left, float right) => NativeMethods.asr_mul_scalar(left, right);

        public static Tensor operator *(float left, Tensor right) => NativeMethods.asr_mul_scalar(right, left);

        public static Tensor operator /(Tensor left, float right) => NativeMethods.asr_div_scalar(left, right, 0);

        public static Tensor operator /(float left, Tensor right) => Divide(left, right);

        public static Tensor operator %(Tensor left, float right) => NativeMethods.asr_remainder_scalar(left, right);

        public static implicit operator Tensor(Scalar scalar) => full([], scalar, scalar.Type);

        public static implicit operator Tensor(bool value) => tensor(value);

        public static implicit operator Tensor(int value) => tensor(value);

        public static implicit operator Tensor(long value) => tensor(value);

        public static implicit operator Tensor(float value) => tensor(value);

        public static implicit operator Tensor(double value) => tensor(value);

        public static implicit operator Tensor(bool[] value) => tensor(value);

        public static implicit operator Tensor(int[] value) => tensor(value);

        public static implicit operator Tensor(long[] value) => tensor(value);

        public static implicit operator Tensor(float[] value) => tensor(value);

        public static implicit operator Tensor(double[] value) => tensor(value);

        public static explicit operator bool(Tensor value) => value.ToBoolean();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator double(Tensor value) => value.ToDouble();

        // As PyTorch computes a number divided by a tensor, so that the last bit agrees.
        private static Tensor Divide(NativeScalar left, Tensor right)
        {
            using Tensor reciprocal = right.reciprocal();
            return NativeMethods.asr_mul_scalar(reciprocal, left);
        }
    }
}
