using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Training;

/// <summary>What a run may not change between its sessions, as one hash: options, seed and corpora. Precision and threads stand beside it.</summary>
internal sealed record RunFingerprint(string Text, string Precision, int Threads)
{
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
        Add(plan.Alphabet.Characters);
        foreach (var corpus in (IEnumerable<CheckedCorpus>)[plan.Train, .. plan.Dev])
        {
            Add($"{corpus.Name} {corpus.Utterances.Count}");
            foreach (var utterance in corpus.Utterances)
            {
                Add($"{utterance.Id}\t{utterance.Seconds:R}\t{utterance.Transcript}");
            }
        }

        var precision = plan.Precision == Models.Precision.Bf16 ? "bf16" : "fp32";
        return new RunFingerprint(Convert.ToHexStringLower(hash.GetHashAndReset()), precision, get_num_threads());
    }

    /// <summary>Refuses to go on from a checkpoint of other options or other data.</summary>
    /// <exception cref="UserFault">With <see cref="ExitCode.Configuration"/>.</exception>
    public void Require(TrainingState state, string checkpoint)
    {
        if (state.Fingerprint != Text)
        {
            throw new UserFault(
                ExitCode.Configuration,
                $"{checkpoint} was trained with other options or other data than this configuration gives; resume with the configuration of that run (config.yaml in its folder), or train into another folder with --run-dir");
        }

        if (state.Precision != Precision)
        {
            throw new UserFault(ExitCode.Configuration, $"{checkpoint} was trained with --precision {state.Precision}; resume with the same, was {Precision}");
        }
    }
}
