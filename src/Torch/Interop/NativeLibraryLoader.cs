using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TorchSharp.Interop;

/// <summary>Finds and loads libAsrTorch.so at the first native call, and compares its ABI version with the one this assembly was
/// written for. Whatever is wrong becomes one <see cref="NativeLibraryException"/> that names every place looked at.</summary>
internal static partial class NativeLibraryLoader
{
    /// <summary>Must equal kAbiVersion of src/Torch.Native/error.cpp.</summary>
    internal const int AbiVersion = 1;

    internal const string PathVariable = "ASR_TORCH_LIBRARY";

    private const string FileName = "libAsrTorch.so";

    private const string Remedy = "Run scripts/setup.sh, which installs libtorch and builds this library, or set "
        + PathVariable + " to its full path.";

#pragma warning disable CA2255 // a resolver must be in place before the first native call, wherever that is
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraryLoader).Assembly, Resolve);

    /// <summary>The paths tried, in order: the environment variable's, beside the program, and its folder "native".</summary>
    internal static IReadOnlyList<string> SearchList(string? pathFromEnvironment, string baseDirectory)
    {
        // A path that the user names is the only one: falling back silently would hide a mistyped one.
        return string.IsNullOrEmpty(pathFromEnvironment)
            ? [Path.Combine(baseDirectory, FileName), Path.Combine(baseDirectory, "native", FileName)]
            : [pathFromEnvironment];
    }

    /// <summary>Loads the first library of the list that exists, or throws with the findings on each.</summary>
    internal static nint Load(IReadOnlyList<string> searchList, int expectedVersion)
    {
        AddressSpace.Require(AddressSpace.Find(), Environment.ProcessorCount);
        LetWaitingThreadsSleep();
        LetFewPrimitivesStay();
        var findings = new StringBuilder();
        foreach (string path in searchList)
        {
            if (!File.Exists(path))
            {
                findings.Append($"\n  {path}: not there");
                continue;
            }

            nint library;
            try
            {
                library = NativeLibrary.Load(path);
            }
            catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException)
            {
                findings.Append($"\n  {path}: cannot be loaded: {fault.Message.ReplaceLineEndings(" ").Trim()}");
                continue;
            }

            RequireVersion(library, path, expectedVersion);
            return library;
        }

        throw new NativeLibraryException($"The native tensor library {FileName} was not found. Looked at:{findings}\n{Remedy}");
    }

    // OpenMP's threads spin while they wait for each other. On a machine that does anything else besides, that takes the processor from
    // the very thread they wait for: a tiny training step took up to 1 s instead of 4 ms. The runtime reads this when it is loaded, so it
    // must be set before; what the user has set stays. .NET's own Environment does not reach the C library.
    private static void LetWaitingThreadsSleep() => setenv("OMP_WAIT_POLICY", "PASSIVE", overwrite: 0);

    // oneDNN keeps the last 1024 operations that it has compiled, each for one shape. Batches of speech hardly ever have a shape twice:
    // that took 400 MB more within 2,000 steps and saved no time. Enough stay for work of one shape.
    private static void LetFewPrimitivesStay() => setenv("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "100", overwrite: 0);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    /// <summary>Ends the process without running what libraries have registered for its end.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    internal static partial void EndProcess(int exitCode);

    private static unsafe void RequireVersion(nint library, string path, int expectedVersion)
    {
        if (!NativeLibrary.TryGetExport(library, "asr_abi_version", out nint export))
        {
            NativeLibrary.Free(library);
            throw new NativeLibraryException(
                $"{path} is not the native tensor library of this program: it has no asr_abi_version. {Remedy}");
        }

        int version = ((delegate* unmanaged<int>)export)();
        if (version != expectedVersion)
        {
            NativeLibrary.Free(library);
            throw new NativeLibraryException(
                $"{path} has ABI version {version}, but this program needs version {expectedVersion}: "
                + $"they are from different builds. {Remedy}");
        }
    }

    private static nint Resolve(string libraryName, Assembly assembly, DllImportSearchPath? searchPath) =>
        libraryName == NativeMethods.Library
            ? Load(SearchList(Environment.GetEnvironmentVariable(PathVariable), AppContext.BaseDirectory), AbiVersion)
            : 0;
}
