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
    private readonly TrainingPlan plan;
    private readonly SpeechModel model;
    private readonly SpecAugment augment;
    private readonly Parameter[] parameters;

    /// <summary>A step for a model that is already on its device; the optimiser holds on to its parameters.</summary>
    public TrainStep(TrainingPlan plan, SpeechModel model)
    {
        this.plan = plan;
        this.model = model;
        augment = new SpecAugment(plan.SpecAugment);
        parameters = [.. model.parameters()];
        var decayed = parameters.Where(p => p.dim() > 1);
        var rest = parameters.Where(p => p.dim() <= 1);
        Optimizer = optim.AdamW(
            [
                new AdamW.ParamGroup(decayed, new AdamW.Options { weight_decay = plan.Training.WeightDecay }),
                new AdamW.ParamGroup(rest, new AdamW.Options { weight_decay = 0 }),
            ],
            lr: plan.Training.LearningRate,
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
        var seed = plan.Training.Seed;

        // The plain operations draw dropout from libtorch's own generator; the fused ones have no need of it.
        manual_seed(unchecked((seed * 0x9E3779B9L) + step) & long.MaxValue);
        var (features, frames) = Features(batch);
        var masked = augment.Apply(features, frames, (ulong)seed, epoch, batch.Indices);
        var output = model.ForwardFeatures(masked, frames, new ForwardContext(plan.Precision, Training: true, seed, step));
        var loss = CtcObjective.Loss(output, batch.Tokens);
        model.zero_grad();
        loss.backward();

        // These two numbers are the step's only waits for the device.
        var norm = nn.utils.clip_grad_norm_(parameters, plan.Training.GradientClip);
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

        var tokens = batch.Tokens.Sum(t => t.Length);
        return new StepResult(value * tokens, tokens, norm, finite);
    }

    /// <inheritdoc/>
    public void Dispose() => Optimizer.Dispose();

    private (Tensor Features, long[] Frames) Features(AudioBatch batch)
    {
        using var quiet = no_grad();
        var audio = tensor(batch.Samples, [batch.Count, batch.SamplesPerRow]).to(plan.Device);
        return model.ComputeFeatures(audio, batch.SampleCounts);
    }
}
