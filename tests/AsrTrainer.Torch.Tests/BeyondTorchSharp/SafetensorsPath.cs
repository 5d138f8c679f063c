using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

/// <summary>Safetensors files by their path.</summary>
internal static class SafetensorsPath
{
    /// <summary>The tensors, without a dispose scope, and the metadata.</summary>
    public static (Dictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata) Read(string path)
    {
        using var file = File.OpenRead(path);
        var header = SafetensorsHeader.Read(file);
        return (SafetensorsFile.Read(file, header), header.Metadata);
    }

    /// <summary>Only the metadata.</summary>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using var file = File.OpenRead(path);
        return SafetensorsHeader.Read(file).Metadata;
    }
}
