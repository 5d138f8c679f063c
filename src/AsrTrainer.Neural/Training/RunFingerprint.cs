using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Training;

/// <summary>What a run may not change between its sessions, as one hash: options, seed and corpora; beside it what computes.</summary>
/// <param name="Text">The hash.</param>
/// <param name="Precision">The arithmetic; may not change either.</param>
/// <param name="Threads">Threads of libtorch; may change, but the last bits follow it.</param>
/// <param name="Kernels">The fused kernels; likewise.</param>
/// <param name="Device">The kind of device; likewise.</param>
/// <param name="Parts">What was hashed, to say what differs.</param>
/// <param name="Environment">Versions and processor; the last bits follow them too.</param>
internal sealed record RunFingerprint(
    string Text, string Precision, int Threads, string Kernels, string Device, IReadOnlyDictionary<string, string> Parts,
    IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>A state that carries this fingerprint.</summary>
    public TrainingState On(TrainingState state) =>
        state with
        {
            Fingerprint = Text,
            FingerprintParts = Parts,
            Precision = Precision,
            Threads = Threads,
            Kernels = Kernels,
            Device = Device,
            Environment = Environment,
        };

    /// <summary>The fingerprint of a plan.</summary>
    public static RunFingerprint Of(TrainingPlan plan)
    {
        // The loader's workers and prefetch are left out: they do not change the batches.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
        Add(JsonSerializer.Serialize(plan.Features));
        Add(JsonSerializer.Serialize(plan.Model));
        Add(JsonSerializer.Serialize(plan.SpecAugment));
        Add(JsonSerializer.Serialize(plan.Training));
        Add(JsonSerializer.Serialize(plan.Batching));
        Add(JsonSerializer.Serialize(plan.Loading.SpeedFactors));
        if (plan.Loading.NarrowBandShare > 0)
        {
            // Runs without have the fingerprint that they had before there was such a thing.
            Add(JsonSerializer.Serialize(plan.Loading.NarrowBandShare));
        }

        Add(plan.Alphabet.Characters);
        foreach (var corpus in (IEnumerable<CheckedCorpus>)[plan.Train, .. plan.Dev])
        {
            foreach (var line in FingerprintParts.Lines(corpus))
            {
                Add(line);
            }
        }

        var precision = plan.Precision == Models.Precision.Bf16 ? "bf16" : "fp32";
        var kernels = FusedLayers.Enabled ? FusedLayers.KernelNameOf(plan.Precision == Models.Precision.Bf16) : "off";
        var device = plan.Device.type.ToString().ToLowerInvariant();
        var text = Convert.ToHexStringLower(hash.GetHashAndReset());
        return new RunFingerprint(
            text, precision, get_num_threads(), kernels, device, FingerprintParts.Of(plan), Versions(plan.Environment));
    }

    /// <summary>What computes otherwise than it did for the checkpoint, as a line for the user, or null.</summary>
    public string? Differences(TrainingState state, string checkpoint)
    {
        var found = new List<string>();
        void Compare(string what, string was, string now)
        {
            // Zero and empty: the checkpoint does not say.
            if (was is not ("" or "0") && was != now)
            {
                found.Add($"{what} {was}, now {now}");
            }
        }

        Compare("threads", $"{state.Threads}", $"{Threads}");
        Compare("kernels", state.Kernels, Kernels);
        Compare("device", state.Device, Device);
        foreach (var (name, now) in Environment)
        {
            Compare(name.Replace('_', ' '), state.Environment.GetValueOrDefault(name, ""), now);
        }

        return found.Count == 0
            ? null
            : $"{checkpoint} was computed otherwise ({string.Join("; ", found)}); "
                + "the result may not be bit for bit that of an uninterrupted run";
    }

    // Without what is compared already, and without what a run may not change.
    private static SortedDictionary<string, string> Versions(IReadOnlyDictionary<string, string> environment) =>
        new(environment.Where(fact => fact.Key is "program" or "libtorch" or "onednn" or "blas" or "processor_features").ToDictionary());

    /// <summary>Refuses to go on from a checkpoint of other options or other data.</summary>
    /// <exception cref="UserFault">With <see cref="ExitCode.Usage"/>, as for all that does not fit the run folder.</exception>
    public void Require(TrainingState state, string checkpoint)
    {
        if (state.Fingerprint != Text)
        {
            var differences = FingerprintParts.Differences(state.FingerprintParts, Parts);
            throw new UserFault(
                ExitCode.Usage,
                $"{checkpoint} was trained with other options or other data than this configuration gives"
                + (differences.Length > 0 ? $": {differences}" : "")
                + "; resume with the configuration of that run (config.yaml in its folder), or train into another folder with --run-dir");
        }

        if (state.Precision != Precision)
        {
            throw new UserFault(
                ExitCode.Usage, $"{checkpoint} was trained with --precision {state.Precision}; resume with the same, was {Precision}");
        }
    }
}
