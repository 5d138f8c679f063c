using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests;

/// <summary>
/// What PyTorch and torchaudio computed (tests/golden, whose README says how): inputs in single precision, results in double. The tensors
/// live in the dispose scope that is open when the file is read.
/// </summary>
internal sealed class GoldenFile
{
    private readonly Dictionary<string, Tensor> tensors;

    public GoldenFile(string name)
    {
        using var file = File.OpenRead(Path.Combine(RepositoryFiles.Root, "tests", "golden", name + ".safetensors"));
        tensors = SafetensorsFile.Read(file, SafetensorsHeader.Read(file));
        foreach (var tensor in tensors.Values)
        {
            CurrentDisposeScope!.Attach(tensor);
        }
    }

    public Tensor this[string name] => tensors[name];

    public bool Has(string name) => tensors.ContainsKey(name);

    public long[] Integers(string name) => tensors[name].data<long>().ToArray();

    /// <summary>The targets of each utterance without their padding.</summary>
    public int[][] Targets()
    {
        var rows = tensors["targets"];
        int[] Row(int b, long length) => [.. rows[b].narrow(0, 0, length).data<long>().ToArray().Select(token => (int)token)];
        return [.. Integers("target_lengths").Select((length, b) => Row(b, length))];
    }
}
