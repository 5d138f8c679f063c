using System.Buffers.Binary;
using System.Text;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Every_type_and_shape_comes_back_with_the_metadata()
    {
        using var scope = NewDisposeScope();
        (string, Tensor)[] tensors =
        [
            ("double", randn(2, 3, dtype: float64)), ("single", randn(4)), ("half", randn(3).to(float16)),
            ("brain", randn(3, 1).to(bfloat16)), ("long", tensor(new[] { long.MinValue, 7 })), ("int", tensor(new[] { int.MaxValue })),
            ("byte", tensor(new long[] { 0, 255 }).to(uint8)), ("flag", tensor(new long[] { 1, 0, 1 }).to(@bool)),
            ("scalar", tensor(3.5)), ("empty", zeros(0, 3)), ("turned", arange(6L).reshape(2, 3).t()), ("nän \"\\", ones(1)),
        ];
        Dictionary<string, string> metadata = new() { ["text"] = "zwei\nZeilen\0 and \"quotes\"", [""] = "an empty key" };
        Save(tensors, metadata);
        var (read, readMetadata) = SafetensorsPath.Read(_path);
        Assert.Equal(tensors.Select(entry => entry.Item1).Order(), read.Keys.Order());
        foreach (var (name, expected) in tensors)
        {
            Assert.Equal(expected.dtype, read[name].dtype);
            Assert.Equal(expected.shape, read[name].shape);
            Assert.True(expected.contiguous().bytes.SequenceEqual(read[name].bytes), name);
            read[name].Dispose();
        }

        Assert.Equal(metadata, readMetadata);
        Assert.Equal(metadata, SafetensorsPath.ReadMetadata(_path));
    }

    [Fact]
    public void What_is_read_outlives_the_scope()
    {
        Save([("a", ones(2))], new());
        Dictionary<string, Tensor> read;
        using (NewDisposeScope())
        {
            (read, _) = SafetensorsPath.Read(_path);
        }

        Assert.False(read["a"].IsInvalid);
        read["a"].Dispose();
    }

    [Fact]
    public void Equal_content_gives_equal_bytes_in_whatever_order_it_comes()
    {
        (string, Tensor) a = ("a", ones(3)), b = ("b", zeros([2], float64)), c = ("c", ones([1], @bool));
        var first = Bytes([a, b, c], new() { ["x"] = "1", ["y"] = "2" });
        var second = Bytes([c, b, a], new() { ["y"] = "2", ["x"] = "1" });
        Assert.Equal(first, second);
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(first) % 8);
        Assert.NotEqual(first, Bytes([a, b, c], new() { ["x"] = "1", ["y"] = "3" }));
    }

    [Fact]
    public void A_file_by_another_writer_without_checksums_is_read()
    {
        WriteRaw(
            """{"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"__metadata__":{"format":"pt"}}""",
            [0, 0, 128, 63, 0, 0, 0, 64]);
        var (read, metadata) = SafetensorsPath.Read(_path);
        using var weight = read["w"];
        AssertClose.Numbers([1, 2], weight, 0);
        Assert.Equal([1, 2], weight.shape);
        Assert.Equal("pt", metadata["format"]);
    }

    [Fact]
    public void A_file_cut_off_anywhere_or_with_more_behind_it_is_refused()
    {
        var whole = Small();
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_path, whole[..length]);
            Assert.Throws<InvalidDataException>(() => SafetensorsPath.Read(_path));
            Assert.Throws<InvalidDataException>(() => SafetensorsPath.ReadMetadata(_path));
        }

        File.WriteAllBytes(_path, [.. whole, 0]);
        Assert.Throws<InvalidDataException>(() => SafetensorsPath.Read(_path));
    }

    [Fact]
    public void A_single_flipped_bit_anywhere_is_refused_and_in_the_header_also_when_only_the_metadata_are_read()
    {
        var whole = Small();
        var dataStart = 8 + BinaryPrimitives.ReadInt64LittleEndian(whole);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(_path, damaged);
            Assert.Throws<InvalidDataException>(() => SafetensorsPath.Read(_path));
            if (bit / 8 < dataStart)
            {
                Assert.Throws<InvalidDataException>(() => SafetensorsPath.ReadMetadata(_path));
            }
        }
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "'w' is F32 of shape [2]")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "[-1]")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "4611686018427387904")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "1.5")]
    [InlineData("""{"w":{"dtype":"F8","shape":[4],"data_offsets":[0,4]}}""", 4, "F8")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6, "hole")]
    [InlineData(
        """{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"v":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", 4, "overlaps")]
    [InlineData(
        """{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"w":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", 8, "twice")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 9, "take 4 bytes, 9 are there")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4]}}""", 4, "dtype, shape")]
    [InlineData("""{"w":{"dtype":"U8","shape":4,"data_offsets":[0,4]}}""", 4, "list of whole numbers")]
    [InlineData("""{"w":7}""", 0, "not an object")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "not a text")]
    [InlineData("""{"__metadata__":{"data_sha256":"ab"}}""", 0, "header_sha256")]
    [InlineData("""[1]""", 0, "does not begin")]
    [InlineData(""" {}""", 0, "does not begin")]
    [InlineData("""{"w":""", 0, "not JSON")]
    [InlineData("", 0, "not JSON")]
    public void A_header_that_breaks_the_format_is_refused_with_what_was_found(string header, int dataLength, string finding)
    {
        WriteRaw(header, new byte[dataLength]);
        Assert.Contains(finding, Assert.Throws<InvalidDataException>(() => SafetensorsPath.Read(_path)).Message);
    }

    [Fact]
    public void A_promised_header_of_enormous_size_takes_no_memory()
    {
        File.WriteAllBytes(_path, [255, 255, 255, 255, 255, 255, 255, 127, (byte)'{', (byte)'}']);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => SafetensorsPath.Read(_path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Names_and_types_that_cannot_be_stored_are_refused_before_anything_is_written()
    {
        using var stream = new MemoryStream();
        void Refused((string, Tensor)[] tensors, Dictionary<string, string>? metadata = null)
        {
            Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(stream, tensors, metadata ?? []));
            Assert.Equal(0, stream.Length);
        }

        Refused([("a", ones(1)), ("a", ones(1))]);
        Refused([("", ones(1))]);
        Refused([("__metadata__", ones(1))]);
        Refused([("a", ones([1], int8))]);
        Refused([], new() { ["data_sha256"] = "x" });
    }

    private static byte[] Small() => Bytes([("w", arange(3, dtype: float32)), ("b", ones([2], @bool))], new() { ["k"] = "v" });

    private static byte[] Bytes((string, Tensor)[] tensors, Dictionary<string, string> metadata)
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    private void Save((string, Tensor)[] tensors, Dictionary<string, string> metadata) =>
        File.WriteAllBytes(_path, Bytes(tensors, metadata));

    private void WriteRaw(string header, byte[] data)
    {
        var bytes = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
        File.WriteAllBytes(_path, [.. length, .. bytes, .. data]);
    }
}
