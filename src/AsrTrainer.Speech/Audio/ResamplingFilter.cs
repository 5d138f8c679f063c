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

    /// <summary>The same of blocks, as many samples as <see cref="Resampler.LengthOf"/> says; the memory of a block is used again.</summary>
    public static IEnumerable<ReadOnlyMemory<float>> Apply(IEnumerable<ReadOnlyMemory<float>> input, double fromRate, double toRate)
    {
        AudioLibraries.Require(Library, "libsoxr0");
        using var filter = Create(fromRate, toRate, channels: 1, out var error, 0, 0, 0);
        Check(filter.IsInvalid && error == 0 ? -1 : error);
        var output = new float[BlockSamples];
        long taken = 0, given = 0;
        foreach (var block in input)
        {
            taken += block.Length;
            for (var rest = block; !rest.IsEmpty;)
            {
                var (used, made) = Step(filter, rest.Span, output);
                rest = rest[used..];
                given += made;
                yield return output.AsMemory(0, made);
            }
        }

        for (var length = (long)Resampler.LengthOf(taken, fromRate, toRate); given < length;)
        {
            var made = Step(filter, default, output).Given;
            if (made == 0)
            {
                Array.Clear(output);
                made = output.Length;
            }

            made = (int)Math.Min(made, length - given);
            given += made;
            yield return output.AsMemory(0, made);
        }
    }

    private static (int Taken, int Given) Step(FilterHandle filter, ReadOnlySpan<float> block, float[] output)
    {
        Check(Process(
            filter, in MemoryMarshal.GetReference(block), (nuint)block.Length, out var taken, ref output[0], (nuint)output.Length,
            out var given));
        return ((int)taken, (int)given);
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
