using System.Text;
using TorchSharp.BeyondTorchSharp;

namespace AsrTrainer.Torch.Tests;

public sealed class SafetensorsLimitsTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("0,4611686018427387904,4611686018427387904")]
    [InlineData("4611686018427387904,4,0")]
    [InlineData("9223372036854775807,0")]
    public void An_empty_tensor_whose_strides_are_no_numbers_is_refused(string shape)
    {
        Write(Header("F32", shape, 0));
        Assert.Contains("'w' is F32 of shape", Assert.Throws<InvalidDataException>(() => SafetensorsPath.Read(_path)).Message);
    }

    [Fact]
    public void A_tensor_has_64_dimensions_at_most()
    {
        Write(Header("U8", string.Join(',', Enumerable.Repeat(1, 64)), 1), 1);
        var (tensors, _) = SafetensorsPath.Read(_path);
        Assert.Equal(64, tensors["w"].dim());
        tensors["w"].Dispose();

        Write(Header("U8", string.Join(',', Enumerable.Repeat(1, 65)), 1), 1);
        Assert.Contains("a list of 65", Assert.Throws<InvalidDataException>(() => SafetensorsPath.Read(_path)).Message);
    }

    [Fact]
    public void The_largest_header_of_nothing_but_numbers_stays_below_a_gigabyte()
    {
        var numbers = string.Join(',', Enumerable.Repeat(1, ((int)SafetensorsHeader.MaximumBytes / 2) - 100));
        Write(Header("U8", numbers, 1), 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => SafetensorsPath.ReadMetadata(_path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000_000);

        Write(new string(' ', (int)SafetensorsHeader.MaximumBytes + 1));
        var fault = Assert.Throws<InvalidDataException>(() => SafetensorsPath.ReadMetadata(_path));
        Assert.Contains("16000000 are allowed", fault.Message);
    }

    private static string Header(string type, string shape, int end) =>
        "{\"w\":{\"dtype\":\"" + type + "\",\"shape\":[" + shape + "],\"data_offsets\":[0," + end + "]}}";

    private void Write(string header, int dataBytes = 0)
    {
        var bytes = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(_path, [.. BitConverter.GetBytes((long)bytes.Length), .. bytes, .. new byte[dataBytes]]);
    }
}
