using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Batching;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Training;

/// <summary>What a step found.</summary>
/// <param name="LossSum">The batch's loss in nats, all tokens together.</param>
/// <param name="Tokens">The batch's tokens.</param>
/// <param name="GradientNorm">Before clipping.</param>
/// <param name="Applied">Whether the weights were changed: not when loss or gradient were not finite.</param>
internal readonly record struct StepResult(double LossSum, int Tokens, double GradientNorm, bool Applied);

/// <summary>One batch: features, masks, forward, CTC, backward, clipping, AdamW.</summary>
internal sealed class TrainStep : IDisposable
{
    private readonly TrainingOptions options;
    private readonly Device device;
    private readonly Precision precision;
    private readonly SpeechModel model;
    private readonly SpecAugment augment;
    private readonly Parameter[] parameters;

    /// <summary>A step for a model that is already on its device; the optimiser holds on to its parameters.</summary>
    public TrainStep(TrainingPlan plan, SpeechModel model)
        : this(plan.Training, plan.SpecAugment, plan.Device, plan.Precision, model)
    {
    }

    /// <summary>The same from those parts of a plan that a step depends on.</summary>
    public TrainStep(TrainingOptions options, SpecAugmentOptions masks, Device device, Precision precision, SpeechModel model)
    {
        (this.options, this.device, this.precision, this.model) = (options, device, precision, model);
        augment = new SpecAugment(masks);
        parameters = [.. model.parameters()];
        var decayed = parameters.Where(p => p.dim() > 1);
        var rest = parameters.Where(p => p.dim() <= 1);
        Optimizer = optim.AdamW(
            [
                new AdamW.ParamGroup(decayed, new AdamW.Options { weight_decay = options.WeightDecay }),
                new AdamW.ParamGroup(rest, new AdamW.Options { weight_decay = 0 }),
            ],
            lr: options.LearningRate,
            beta2: 0.98);
    }

    /// <summary>AdamW over matrices with weight decay and over the rest without.</summary>
    public optim.Optimizer Optimizer { get; }

    /// <summary>Trains one batch.</summary>
    /// <param name="batch">Loaded audio.</param>
    /// <param name="epoch">From 0; with the utterances it decides the masks.</param>
    /// <param name="step">From 0; it decides dropout.</param>
    /// <param name="learningRate">For this step.</param>
    public StepResult Run(AudioBatch batch, int epoch, long step, double learningRate)
    {
        using var scope = NewDisposeScope();
        var (features, frames) = Features(batch);
        var masked = augment.Apply(features, frames, (ulong)options.Seed, epoch, batch.Indices);
        return Learn(masked, frames, batch.Tokens, step, learningRate);
    }

    /// <summary>Trains one batch of features as they are: forward, CTC, backward, clipping, AdamW.</summary>
    /// <param name="features">(B,F,T), zero beyond each utterance's frames.</param>
    /// <param name="frames">Feature frames of each utterance, 1..T.</param>
    /// <param name="tokens">The transcripts, each of which can be aligned with its frames.</param>
    /// <param name="step">From 0; it decides dropout.</param>
    /// <param name="learningRate">For this step.</param>
    public StepResult Learn(Tensor features, IReadOnlyList<long> frames, IReadOnlyList<int[]> tokens, long step, double learningRate)
    {
        using var scope = NewDisposeScope();
        var seed = options.Seed;

        // The plain operations draw dropout from libtorch's own generator; the fused ones have no need of it.
        manual_seed(unchecked((seed * 0x9E3779B9L) + step) & long.MaxValue);
        var output = model.ForwardFeatures(features, frames, new ForwardContext(precision, Training: true, seed, step));
        var loss = CtcObjective.Loss(output, tokens);
        model.zero_grad();
        loss.backward();

        // These two numbers are the step's only waits for the device.
        var norm = nn.utils.clip_grad_norm_(parameters, options.GradientClip);
        var value = loss.ToDouble();
        var finite = double.IsFinite(norm) && double.IsFinite(value);
        if (finite)
        {
            foreach (var group in Optimizer.ParamGroups)
            {
                group.LearningRate = learningRate;
            }

            Optimizer.step();
        }

        var total = tokens.Sum(t => t.Length);
        return new StepResult(value * total, total, norm, finite);
    }

    /// <inheritdoc/>
    public void Dispose() => Optimizer.Dispose();

    private (Tensor Features, long[] Frames) Features(AudioBatch batch)
    {
        using var quiet = no_grad();
        var audio = tensor(batch.Samples, [batch.Count, batch.SamplesPerRow]).to(device);
        return model.ComputeFeatures(audio, batch.SampleCounts);
    }
}
