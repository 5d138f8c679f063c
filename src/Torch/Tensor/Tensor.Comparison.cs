using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Comparisons, element by element; <c>==</c> among them, so test for null with <c>is null</c>.</content>
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => NativeMethods.asr_eq(this, target);

        public Tensor eq(Scalar target) => NativeMethods.asr_eq_scalar(this, target);

        public Tensor ne(Tensor target) => NativeMethods.asr_ne(this, target);

        public Tensor ne(Scalar target) => NativeMethods.asr_ne_scalar(this, target);

        public Tensor lt(Tensor target) => NativeMethods.asr_lt(this, target);

        public Tensor lt(Scalar target) => NativeMethods.asr_lt_scalar(this, target);

        public Tensor le(Tensor target) => NativeMethods.asr_le(this, target);

        public Tensor le(Scalar target) => NativeMethods.asr_le_scalar(this, target);

        public Tensor gt(Tensor target) => NativeMethods.asr_gt(this, target);

        public Tensor gt(Scalar target) => NativeMethods.asr_gt_scalar(this, target);

        public Tensor ge(Tensor target) => NativeMethods.asr_ge(this, target);

        public Tensor ge(Scalar target) => NativeMethods.asr_ge_scalar(this, target);

        /// <summary>The package's other name of <see cref="eq(Tensor)"/>.</summary>
        public Tensor equal(Tensor target) => eq(target);

        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false)
        {
            NativeMethods.asr_allclose(this, target, rtol, atol, equal_nan.Flag(), out int result);
            return result != 0;
        }

        /// <summary>Whether it is the same object.</summary>
        public override bool Equals(object? obj) => ReferenceEquals(this, obj);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);

        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);

        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);

        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);

        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);

        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);

        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);

        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);

        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);

        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);

        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);

        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);

        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);

        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);

        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);

        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);

        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);

        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);
    }
}
