using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Faults;
using TorchSharp;
using TorchSharp.BeyondTorchSharp;

namespace AsrTrainer.Commands;

/// <summary>What this machine is asked to compute with, made definite.</summary>
/// <param name="Device">Where tensors live.</param>
/// <param name="Precision">The arithmetic of products.</param>
internal sealed record Machine(torch.Device Device, Precision Precision)
{
    /// <summary>
    /// Settles what was left to the program and sets the number of threads. A resumed run keeps precision and threads of its last
    /// checkpoint unless told otherwise, since results depend on them.
    /// </summary>
    /// <exception cref="UserFault">This machine lacks what was asked for.</exception>
    public static Machine Prepare((string Device, string Precision, int? Threads) choice, TrainingState? resumed = null)
    {
        torch.Device device = Find(choice.Device);
        Precision precision = Find(choice.Precision == "auto" && resumed is not null ? resumed.Precision : choice.Precision, device);
        if ((choice.Threads ?? resumed?.Threads) is { } threads and > 0)
        {
            torch.set_num_threads(threads);
        }
        else if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null or "")
        {
            torch.set_num_threads(Processors.Usable());
        }

        FusedLayers.FlushDenormals(true);
        return new Machine(device, precision);
    }

    /// <summary>The precisions of these names, each once; <c>all</c> are those that the device has, the faster first.</summary>
    /// <exception cref="UserFault">This machine lacks what was asked for.</exception>
    public static IReadOnlyList<Precision> Precisions(IEnumerable<string> names, torch.Device device) =>
    [
        .. names.SelectMany(name => name == "all" ? [Find("auto", device), Precision.Fp32] : (Precision[])[Find(name, device)]).Distinct(),
    ];

    private static torch.Device Find(string name)
    {
        bool hasGpu = torch.cuda.is_available();
        return name switch
        {
            "cuda" when !hasGpu => throw new UserFault(
                ExitCode.Environment,
                $"--device cuda: libtorch {torch.__version__} finds no GPU; use --device cpu, or set the program up with a CUDA build of "
                + "libtorch (TORCH_DIR, see README.md)"),
            "cuda" => torch.CUDA,
            "auto" when hasGpu => torch.CUDA,
            _ => torch.CPU,
        };
    }

    private static Precision Find(string name, torch.Device device)
    {
        bool hasBfloat16 = device.type == DeviceType.CUDA || FusedLayers.HasBFloat16;
        return name switch
        {
            "bf16" when !hasBfloat16 => throw new UserFault(
                ExitCode.Environment,
                "--precision bf16: this processor has no bf16 products (AVX512_BF16 or AMX-BF16); use --precision fp32 or auto"),
            "bf16" => Precision.Bf16,
            "auto" when hasBfloat16 => Precision.Bf16,
            _ => Precision.Fp32,
        };
    }
}
