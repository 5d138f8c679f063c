using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => NativeMethods.asr_grad_mode_enabled() != 0;

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => NativeMethods.asr_inference_mode_enabled() != 0;

    public static class autograd
    {
        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null) =>
            NativeMethods.asr_autograd_backward(TensorList.Of(tensors), TensorList.Of(grad_tensors),
                retain_graph.Ternary(), create_graph.Flag(), TensorList.Of(inputs));

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        /// <summary>With <paramref name="allow_unused"/>, the gradient of an input that takes no part is null.</summary>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null,
            bool retain_graph = false, bool create_graph = false, bool allow_unused = false) =>
            NativeMethods.asr_autograd_grad(TensorList.Of(outputs), TensorList.Of(inputs), TensorList.Of(grad_outputs),
                ((bool?)(retain_graph || create_graph)).Ternary(), create_graph.Flag(), allow_unused.Flag());
    }

    /// <summary>Sets whether this thread records operations for the backward pass; disposing brings back what was before.</summary>
    private sealed class GradMode : IDisposable
    {
        private readonly bool previous = is_grad_enabled();
        private bool disposed;

        internal GradMode(bool enabled) => NativeMethods.asr_set_grad_mode(enabled.Flag());

        public void Dispose()
        {
            if (!disposed)
            {
                disposed = true;
                NativeMethods.asr_set_grad_mode(previous.Flag());
            }
        }
    }

    /// <summary>libtorch's inference mode of this thread; has to be disposed on the thread that made it.</summary>
    private sealed class InferenceMode : IDisposable
    {
        private nint guard;

        internal InferenceMode(bool enabled)
        {
            guard = NativeMethods.asr_inference_mode_enter(enabled.Flag());
            if (guard == 0)
            {
                NativeError.Throw();
            }
        }

        public void Dispose()
        {
            NativeMethods.asr_inference_mode_leave(guard);
            guard = 0;
        }
    }
}
