using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;
using TorchSharp.Interop;

namespace AsrTrainer.Torch.Tests;

public sealed class NativeLibraryLoaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("asr-loader-").FullName;

    private static string RealLibrary => NativeLibraryLoader
        .SearchList(Environment.GetEnvironmentVariable(NativeLibraryLoader.PathVariable), AppContext.BaseDirectory).First(File.Exists);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("OMP_WAIT_POLICY", "PASSIVE")]
    [InlineData("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "100")]
    public void What_libraries_read_when_they_are_loaded_is_set_unless_the_user_has_set_it(string name, string value)
    {
        Assert.NotEmpty(torch.__version__);
        nint found = getenv(Encoding.UTF8.GetBytes(name + "\0"));
        Assert.Equal(Environment.GetEnvironmentVariable(name) ?? value, Marshal.PtrToStringUTF8(found));
    }

    [Fact]
    public void A_missing_library_is_one_error_that_names_every_place_looked_at_and_the_remedy()
    {
        string[] places = [Path.Combine(folder, "a.so"), Path.Combine(folder, "native", "a.so")];
        var fault = Assert.Throws<NativeLibraryException>(() => NativeLibraryLoader.Load(places, NativeLibraryLoader.AbiVersion));
        Assert.All(places, place => Assert.Contains(place + ": not there", fault.Message, StringComparison.Ordinal));
        Assert.Contains("scripts/setup.sh", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library_is_named_with_the_loaders_reason()
    {
        string path = Path.Combine(folder, "libAsrTorch.so");
        File.WriteAllText(path, "not a library");
        var fault = Assert.Throws<NativeLibraryException>(() => NativeLibraryLoader.Load([path], NativeLibraryLoader.AbiVersion));
        Assert.Contains(path + ": cannot be loaded", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_without_our_version_is_refused()
    {
        string path = Directory.EnumerateFiles("/lib/x86_64-linux-gnu", "libm.so.6").Single();
        var fault = Assert.Throws<NativeLibraryException>(() => NativeLibraryLoader.Load([path], NativeLibraryLoader.AbiVersion));
        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
        Assert.Contains("is not the native tensor library", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_of_another_build_is_refused_with_both_versions()
    {
        int wanted = NativeLibraryLoader.AbiVersion + 1;
        var fault = Assert.Throws<NativeLibraryException>(() => NativeLibraryLoader.Load([RealLibrary], wanted));
        Assert.Contains($"version {NativeLibraryLoader.AbiVersion}", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"version {wanted}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_library_of_the_list_that_exists_is_taken() =>
        Assert.NotEqual(0, NativeLibraryLoader.Load([Path.Combine(folder, "a.so"), RealLibrary], NativeLibraryLoader.AbiVersion));

    [Fact]
    public void A_path_in_the_environment_is_the_only_one_looked_at()
    {
        Assert.Equal(["/x/own.so"], NativeLibraryLoader.SearchList("/x/own.so", "/app"));
        Assert.Equal(
            ["/app/libAsrTorch.so", "/app/native/libAsrTorch.so"], NativeLibraryLoader.SearchList(null, "/app"));
    }

    // .NET's own Environment is a copy that the C library does not see.
    [DllImport("libc")]
    private static extern nint getenv(byte[] name);
}
