using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Gradients.</content>
    public partial class Tensor
    {
        public bool requires_grad
        {
            get => NativeMethods.asr_requires_grad(this) != 0;
            set => NativeMethods.asr_set_requires_grad(this, value.Flag());
        }

        public bool is_leaf => NativeMethods.asr_is_leaf(this) != 0;

        /// <summary>The accumulated gradient, or null. Each read gives a new object, which joins the current scope.</summary>
        public Tensor? grad
        {
            get => WrapOrNull(NativeMethods.asr_grad(this));
            set => NativeMethods.asr_set_grad(this, value);
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad() => NativeMethods.asr_retain_grad(this);

        public Tensor detach() => NativeMethods.asr_detach(this);

        public Tensor detach_()
        {
            NativeMethods.asr_detach_(this);
            return this;
        }

        public void backward() => autograd.backward(this);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false,
            IList<Tensor>? inputs = null) => autograd.backward(this, grad_tensors, retain_graph, create_graph, inputs);
    }
}
