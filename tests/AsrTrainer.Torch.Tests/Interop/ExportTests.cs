using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TorchSharp;
using TorchSharp.Interop;

namespace AsrTrainer.Torch.Tests;

/// <summary>The two sides of the C ABI agree, and no export can let a C++ exception out.</summary>
public sealed partial class ExportTests
{
    // These read a value that is there already; the guard's own part is among them.
    private static readonly string[] Unguarded =
    [
        "asr_take_error", "asr_abi_version", "asr_torch_version", "asr_tensors_size", "asr_cpu_kernels", "asr_cpu_bf16_kernels",
        "asr_cpu_has_bf16", "asr_cpu_has_bf16_convolutions",
    ];

    private static string NativeSources([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../../src/Torch.Native"));

    [Fact]
    public void Every_import_has_its_export()
    {
        string[] imports = [.. typeof(NativeMethods).GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(method => method.Name).Where(name => name.StartsWith("asr_", StringComparison.Ordinal)).Distinct()];
        nint library = NativeLibraryLoader.Load(
            NativeLibraryLoader.SearchList(Environment.GetEnvironmentVariable(NativeLibraryLoader.PathVariable), AppContext.BaseDirectory),
            NativeLibraryLoader.AbiVersion);
        Assert.InRange(imports.Length, 200, 1000);
        Assert.DoesNotContain(imports, name => !NativeLibrary.TryGetExport(library, name, out _));
    }

    [Fact]
    public void Every_export_goes_through_the_guarding_macros()
    {
        string[] bare = [.. Directory.EnumerateFiles(NativeSources(), "*.cpp", SearchOption.AllDirectories)
            .SelectMany(file => BareExport().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)];
        Assert.Contains("asr_take_error", bare); // the search finds what it is meant to find
        Assert.DoesNotContain(bare, name => !Unguarded.Contains(name));
    }

    [Fact]
    public void The_version_of_libtorch_is_known() => Assert.Matches(@"^[12]\.\d+", torch.__version__);

    [GeneratedRegex(@"(?:ASR_API|extern ""C"")[^;{]*?\b(asr_\w+)\s*\(")]
    private static partial Regex BareExport();
}
