using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <content>The exports of random.cpp.</content>
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial NativeStatus asr_manual_seed(ulong seed);

    [LibraryImport(Library)]
    internal static partial nint asr_generator_default(int device_type, int device_index);

    [LibraryImport(Library)]
    internal static partial nint asr_generator_new(ulong seed, int device_type, int device_index);

    [LibraryImport(Library)]
    internal static partial void asr_generator_free(nint generator);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_generator_manual_seed(nint generator, ulong seed);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_generator_seed(nint generator, out ulong seed);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_generator_initial_seed(nint generator, out ulong seed);

    [LibraryImport(Library)]
    internal static partial Tensor asr_generator_get_state(nint generator);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_generator_set_state(nint generator, Tensor state);

    [LibraryImport(Library)]
    internal static partial Tensor asr_rand(LongList size, NativeOptions options, nint generator);

    [LibraryImport(Library)]
    internal static partial Tensor asr_randn(LongList size, NativeOptions options, nint generator);

    [LibraryImport(Library)]
    internal static partial Tensor asr_randint(long low, long high, LongList size, NativeOptions options, nint generator);

    [LibraryImport(Library)]
    internal static partial Tensor asr_randperm(long n, NativeOptions options, nint generator);

    [LibraryImport(Library)]
    internal static partial Tensor asr_rand_like(Tensor self, NativeOptions options);

    [LibraryImport(Library)]
    internal static partial Tensor asr_randn_like(Tensor self, NativeOptions options);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_bernoulli_(Tensor self, double p, nint generator);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_bernoulli_tensor_(Tensor self, Tensor p, nint generator);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_uniform_(Tensor self, double from, double to, nint generator);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_normal_(Tensor self, double mean, double deviation, nint generator);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_exponential_(Tensor self, double lambda, nint generator);

    [LibraryImport(Library)]
    internal static partial NativeStatus asr_random_(Tensor self, long from, long to, nint generator);
}
