using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Memory;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Files;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Training;

/// <summary>What a step found.</summary>
/// <param name="LossSum">The batch's loss in nats, all tokens together.</param>
/// <param name="Tokens">The batch's tokens.</param>
/// <param name="GradientNorm">Before clipping.</param>
/// <param name="Applied">Whether the weights were changed: not when loss or gradient were not finite, or memory did not suffice.</param>
internal readonly record struct StepResult(double LossSum, int Tokens, double GradientNorm, bool Applied)
{
    /// <summary>The share of valid frames whose most probable token is blank, 0 to 1; null if nobody asked.</summary>
    public double? BlankShare { get; init; }

    /// <summary>False if not even one utterance alone fitted into memory; that has been said already.</summary>
    public bool Fits { get; init; } = true;
}

/// <summary>One batch: features, masks, forward, CTC, backward, clipping, AdamW.</summary>
internal sealed class TrainStep : IDisposable
{
    private readonly TrainingOptions options;
    private readonly Device device;
    private readonly Precision precision;
    private readonly SpeechModel model;
    private readonly SpecAugment augment;
    private readonly Parameter[] parameters;
    private readonly BatchSplitting? splitting;

    /// <summary>A step for a model that is already on its device; the optimiser holds on to its parameters.</summary>
    public TrainStep(TrainingPlan plan, SpeechModel model, BatchSplitting? splitting = null)
        : this(plan.Training, plan.SpecAugment, plan.Device, plan.Precision, model, splitting)
    {
    }

    /// <summary>The same from those parts of a plan that a step depends on. Without a splitting, memory that fails ends the step.</summary>
    public TrainStep(
        TrainingOptions options,
        SpecAugmentOptions masks,
        Device device,
        Precision precision,
        SpeechModel model,
        BatchSplitting? splitting = null)
    {
        (this.options, this.device, this.precision, this.model, this.splitting) = (options, device, precision, model, splitting);
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

    /// <summary>Called when all is computed and weights and optimiser are about to change; throws if they must not.</summary>
    internal Action Changing { get; init; } = () => { };

    /// <summary>Called with the number of utterances before they go through the model; tests let allocations fail here.</summary>
    internal Action<int> Starting { get; set; } = _ => { };

    /// <summary>Trains one batch; in parts, if memory does not suffice for it at once.</summary>
    /// <param name="batch">Loaded audio.</param>
    /// <param name="epoch">From 0; with the utterances it decides the masks.</param>
    /// <param name="step">From 0; it decides dropout.</param>
    /// <param name="learningRate">For this step.</param>
    /// <param name="look">Whether to find the share of blank as well.</param>
    public StepResult Run(AudioBatch batch, int epoch, long step, double learningRate, bool look = false)
    {
        using var scope = NewDisposeScope();
        var sums = default(Sums);
        void Work(Range part) => sums += Pass(batch, part, epoch, step, look);
        void Start()
        {
            sums = default;
            Begin(step);
        }

        if (splitting is null)
        {
            Start();
            Work(Range.All);
        }
        else
        {
            var size = BatchLengths.Describe(batch.Count, (double)batch.SamplesPerRow / model.Features.SampleRate);
            if (!splitting.Run(step + 1, size, batch.Count, Start, Work))
            {
                return new StepResult(double.NaN, Total(batch.Tokens), double.NaN, Applied: false) { Fits = false };
            }
        }

        return Update(sums, Total(batch.Tokens), learningRate) with { BlankShare = look ? (double)sums.Blanks / sums.Frames : null };
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
        var total = Total(tokens);
        Begin(step);
        return Update(Backward(features, frames, tokens, total, step, look: false), total, learningRate);
    }

    /// <summary>Goes forward and back and learns nothing, to see whether memory suffices.</summary>
    public void Try(AudioBatch batch)
    {
        using var scope = NewDisposeScope();
        try
        {
            Begin(step: 0);
            Pass(batch, Range.All, epoch: 0, step: 0, look: true);
        }
        finally
        {
            model.zero_grad();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Optimizer.Dispose();

    private static int Total(IReadOnlyList<int[]> tokens) => tokens.Sum(t => t.Length);

    private void Begin(long step)
    {
        // The plain operations draw dropout from libtorch's own generator; the fused ones have no need of it.
        manual_seed(unchecked((options.Seed * 0x9E3779B9L) + step) & long.MaxValue);
        model.zero_grad();
    }

    private Sums Pass(AudioBatch batch, Range part, int epoch, long step, bool look)
    {
        using var scope = NewDisposeScope();
        var (features, frames) = Features(batch, part);
        var masked = augment.Apply(features, frames, (ulong)options.Seed, epoch, batch.Indices[part]);
        return Backward(masked, frames, batch.Tokens[part], Total(batch.Tokens), step, look);
    }

    // Adds the gradient of some utterances' share of the batch's loss, which is a mean over all of its tokens.
    private Sums Backward(
        Tensor features, IReadOnlyList<long> frames, IReadOnlyList<int[]> tokens, int total, long step, bool look)
    {
        Starting(tokens.Count);
        FaultPoint.Reach("step.forward");
        using var scope = NewDisposeScope();
        var output = model.ForwardFeatures(features, frames, new ForwardContext(precision, Training: true, options.Seed, step));
        var loss = CtcObjective.Loss(output, tokens, total);
        loss.backward();
        return new Sums(loss.ToDouble(), look ? Blanks(output) : 0, output.Frames.Sum());
    }

    private StepResult Update(Sums sums, int total, double learningRate)
    {
        var norm = nn.utils.clip_grad_norm_(parameters, options.GradientClip);
        var finite = double.IsFinite(norm) && double.IsFinite(sums.Loss);
        if (finite)
        {
            Changing();
            foreach (var group in Optimizer.ParamGroups)
            {
                group.LearningRate = learningRate;
            }

            Optimizer.step();
        }

        return new StepResult(sums.Loss * total, total, norm, finite);
    }

    private static long Blanks(ModelOutput output)
    {
        using var quiet = no_grad();
        var best = output.LogProbs.detach().argmax(-1).cpu().contiguous().data<long>().ToArray();
        var rows = best.Length / output.Frames.Count;
        return output.Frames.Select((frames, b) => best.AsSpan(b * rows, (int)frames).Count((long)Speech.Text.Alphabet.Blank)).Sum();
    }

    private (Tensor Features, long[] Frames) Features(AudioBatch batch, Range part)
    {
        using var quiet = no_grad();
        var (first, count) = part.GetOffsetAndLength(batch.Count);
        var audio = tensor(batch.Samples, [batch.Count, batch.SamplesPerRow]).narrow(0, first, count).to(device);
        return model.ComputeFeatures(audio, batch.SampleCounts[part]);
    }

    // Of the parts of a batch: their shares of the loss, in nats per token of the batch; frames that say blank; frames.
    private readonly record struct Sums(double Loss, long Blanks, long Frames)
    {
        public static Sums operator +(Sums left, Sums right) =>
            new(left.Loss + right.Loss, left.Blanks + right.Blanks, left.Frames + right.Frames);
    }
}
