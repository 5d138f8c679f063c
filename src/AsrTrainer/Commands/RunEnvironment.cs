using System.Globalization;
using AsrTrainer.Configuration;
using AsrTrainer.Neural.Models;
using TorchSharp;
using TorchSharp.BeyondTorchSharp;

namespace AsrTrainer.Commands;

/// <summary>
/// What the last bits of a result depend on besides the configuration: versions, instruction sets, threads. No time, host or folder:
/// equal runs write equal files.
/// </summary>
internal static class RunEnvironment
{
    /// <summary>The facts by name, in the order of their names.</summary>
    public static SortedDictionary<string, string> Of(Machine machine, long seed) => new(StringComparer.Ordinal)
    {
        ["program"] = ProgramVersion.Text,
        ["libtorch"] = torch.__version__,
        ["onednn"] = NativeVersions.OneDnn,
        ["blas"] = NativeVersions.Blas,
        ["processor_features"] = string.Join(' ', Processors.Features()),
        ["kernels"] = FusedLayers.Enabled ? FusedLayers.KernelNameOf(machine.Precision == Precision.Bf16) : "off",
        ["device"] = machine.Device.ToString(),
        ["precision"] = KeyNames.Of(machine.Precision.ToString()),
        ["threads"] = torch.get_num_threads().ToString(CultureInfo.InvariantCulture),
        ["seed"] = seed.ToString(CultureInfo.InvariantCulture),
    };
}
