using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.Interop;

/// <summary>The exports of src/Torch.Native, one file here for each file there. This one: errors, vectors, threads.
/// Parameters are <see cref="Tensor"/> (null: undefined), <see cref="TensorList"/>, <see cref="LongList"/>,
/// <see cref="NativeScalar"/> and blittable values; an export gives a <see cref="Tensor"/>, a <c>Tensor[]</c> with
/// <see cref="TensorsMarshaller"/>, or a <see cref="NativeStatus"/>, all of which throw on failure by themselves.</summary>
internal static unsafe partial class NativeMethods
{
    internal const string Library = "AsrTorch";

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial byte* asr_take_error();

    [LibraryImport(Library)]
    internal static partial byte* asr_torch_version();

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_build_information(out byte* text);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long asr_tensors_size(nint vector);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_tensors_take(nint vector, nint* handles);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_set_num_threads(int count);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_get_num_threads(out int count);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_set_num_interop_threads(int count);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_get_num_interop_threads(out int count);
}
