using TorchSharp;
using TorchSharp.Interop;

namespace AsrTrainer.Torch.Tests;

public sealed class AddressSpaceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("asr-addresses-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_left_of_the_limit_is_found()
    {
        Write("4710400000", "3362532 kB");
        Assert.Equal((4710400000, 4710400000 - (3362532L * 1024)), AddressSpace.Find(_folder));
        Write("1000", "3362532 kB");
        Assert.Equal((1000, 0), AddressSpace.Find(_folder));
    }

    [Fact]
    public void Without_a_limit_there_is_nothing_to_find()
    {
        Write("unlimited", "3362532 kB");
        Assert.Null(AddressSpace.Find(_folder));
        Assert.Null(AddressSpace.Find(Path.Combine(_folder, "nothing")));
    }

    [Fact]
    public void Too_little_is_refused_with_what_is_needed()
    {
        var fault = Assert.Throws<NativeLibraryException>(() => AddressSpace.Require((4_600_000_000, 1_300_000_000), processors: 2));
        Assert.Equal(
            "libtorch needs 1.7 GB of addresses, but the limit of this process (4.6 GB, ulimit -v) leaves 1.3 GB; raise it "
            + "(ulimit -v unlimited), and limit memory by a control group instead.",
            fault.Message);
        AddressSpace.Require((8_000_000_000, 1_700_000_000), processors: 2);
        AddressSpace.Require(null, processors: 2);
    }

    private void Write(string limit, string size)
    {
        File.WriteAllText(
            Path.Combine(_folder, "limits"),
            $"Limit                     Soft Limit           Hard Limit           Units     \n"
            + $"Max cpu time              unlimited            unlimited            seconds   \n"
            + $"Max address space         {limit,-20} unlimited            bytes     \n");
        File.WriteAllText(Path.Combine(_folder, "status"), $"Name:\tasr\nVmPeak:\t 9 kB\nVmSize:\t {size}\n");
    }
}
