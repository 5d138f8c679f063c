#if !NAUDIO_PACKAGE
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AsrTrainer.Speech.Audio;

/// <summary>Resampling by libsoxr at its quality HQ. The package build has another type of this name and shape.</summary>
internal static partial class ResamplingFilter
{
    private const string Library = "libsoxr.so.0";

    // Whole files in one call would make the library hold several copies of them.
    private const int BlockSamples = 1 << 16;

    /// <summary>Fills <paramref name="output"/> with <paramref name="input"/> at the other rate, silence following a short end.</summary>
    public static void Apply(ReadOnlySpan<float> input, double fromRate, Span<float> output, double toRate)
    {
        AudioLibraries.Require(Library, "libsoxr0");

        // Without specifications the library takes 32-bit floats, its quality HQ (20 bits, linear phase) and one thread.
        using var filter = Create(fromRate, toRate, channels: 1, out var error, 0, 0, 0);
        Check(filter.IsInvalid && error == 0 ? -1 : error);
        while (!output.IsEmpty)
        {
            // An input of null, which is what the default span passes, tells the filter that no more will come.
            var block = input.IsEmpty ? default : input[..Math.Min(input.Length, BlockSamples)];
            Check(Process(
                filter, in MemoryMarshal.GetReference(block), (nuint)block.Length, out var taken,
                ref MemoryMarshal.GetReference(output), (nuint)output.Length, out var given));
            input = input[(int)taken..];
            output = output[(int)given..];
            if (block.IsEmpty && given == 0)
            {
                output.Clear();
                return;
            }
        }
    }

    private static void Check(nint error)
    {
        if (error != 0)
        {
            var reason = error == -1 ? "no filter" : Marshal.PtrToStringUTF8(error);
            throw new InvalidOperationException($"libsoxr could not resample: {reason}");
        }
    }

    [LibraryImport(Library, EntryPoint = "soxr_create")]
    private static partial FilterHandle Create(
        double fromRate, double toRate, uint channels, out nint error, nint sampleTypes, nint quality, nint threads);

    [LibraryImport(Library, EntryPoint = "soxr_process")]
    private static partial nint Process(
        FilterHandle filter, in float input, nuint inputLength, out nuint taken, ref float output, nuint outputLength, out nuint given);

    [LibraryImport(Library, EntryPoint = "soxr_delete")]
    private static partial void Delete(nint filter);

    /// <summary>A soxr_t.</summary>
    internal sealed class FilterHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
    {
        /// <inheritdoc/>
        protected override bool ReleaseHandle()
        {
            Delete(handle);
            return true;
        }
    }
}
#endif
