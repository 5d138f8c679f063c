using System.Runtime.InteropServices;

namespace AsrTrainer.Neural.Memory;

/// <summary>Tells memory that could not be had from every other failure, in whosever words it comes.</summary>
public static class AllocationFailure
{
    private static readonly string[] Words =
    [
        "out of memory", // CUDA, and std::bad_alloc in the words of our binding
        "allocate memory", // libtorch's allocator for the CPU ("can't"), Linux ("Cannot")
        "not enough memory", // the same allocator on Windows
        "bad_alloc", // the TorchSharp package passes the exception's own name on
        "ALLOC_FAILED", // cuBLAS and cuDNN
    ];

    /// <summary>Whether <paramref name="exception"/> says that an allocation failed.</summary>
    public static bool Is(Exception exception) =>
        exception is OutOfMemoryException
        || (exception is ExternalException && Words.Any(word => exception.Message.Contains(word, StringComparison.OrdinalIgnoreCase)));
}
