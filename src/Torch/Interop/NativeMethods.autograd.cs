using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <content>The exports of autograd.cpp.</content>
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial NativeStatus asr_autograd_backward(
        TensorList tensors, TensorList gradients, sbyte retain, byte create, TensorList inputs);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(TensorsMarshaller))]
    internal static partial Tensor[] asr_autograd_grad(
        TensorList outputs, TensorList inputs, TensorList gradients, sbyte retain, byte create, byte allow_unused);

    [LibraryImport(Library)]
    internal static partial nint asr_grad(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_set_grad(Tensor self, Tensor? gradient);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_retain_grad(Tensor self);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_set_requires_grad(Tensor self, byte requires);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int asr_grad_mode_enabled();

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_set_grad_mode(byte enabled);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int asr_inference_mode_enabled();

    [LibraryImport(Library)]
    internal static partial nint asr_inference_mode_enter(byte enabled);

    [LibraryImport(Library)]
    internal static partial void asr_inference_mode_leave(nint guard);
}
