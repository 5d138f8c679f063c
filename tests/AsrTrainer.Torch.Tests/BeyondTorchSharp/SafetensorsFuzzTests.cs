using System.Security.Cryptography;
using System.Text;
using Fuzzing;

namespace AsrTrainer.Torch.Tests;

[Collection(Fuzz.Collection)]
public sealed class SafetensorsFuzzTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    [Trait("Reader", "safetensors")]
    public void A_damaged_safetensors_file_is_read_or_refused() => Fuzz.Run(new FuzzedReader
    {
        Name = "safetensors",
        Path = _path,

        // Written by others, without checksums that would find all damage at once.
        Good = [.. Fuzz.Files("tests/golden", "*.safetensors").Where(file => file.Length < 16_000), WithEveryType()],
        HeadBytes = 1024,
        Read = () =>
        {
            SafetensorsPath.ReadMetadata(_path);
            foreach (var tensor in SafetensorsPath.Read(_path).tensors.Values)
            {
                tensor.Dispose();
            }
        },
        Refuses = fault => fault is InvalidDataException,
    });

    private static byte[] WithEveryType()
    {
        var header =
            """
            {"__metadata__":{"a":"b","c":"\u00e4\n"},"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},
            "l":{"dtype":"I64","shape":[1,1],"data_offsets":[8,16]},"f":{"dtype":"F32","shape":[],"data_offsets":[16,20]},
            "i":{"dtype":"I32","shape":[2],"data_offsets":[20,28]},"h":{"dtype":"F16","shape":[2,1],"data_offsets":[28,32]},
            "b":{"dtype":"BF16","shape":[1,2],"data_offsets":[32,36]},"u":{"dtype":"U8","shape":[3],"data_offsets":[36,39]},
            "t":{"dtype":"BOOL","shape":[1],"data_offsets":[39,40]},"e":{"dtype":"U8","shape":[0,7],"data_offsets":[40,40]}}
            """;
        var bytes = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)bytes.Length), .. bytes, .. SHA256.HashData(bytes), .. new byte[8]];
    }
}
