using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Timing;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Training;

/// <summary>Does a step again that was left out, as it was, and looks at it from close by.</summary>
public static class Replayer
{
    /// <summary>Does it.</summary>
    /// <param name="path">What <c>asr train</c> kept of the step.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="precision">The arithmetic of products; that of the moment, to do the step as it was.</param>
    /// <param name="cancellation">Looked at between the passes.</param>
    public static ReplayFindings Run(string path, Device device, Precision precision, CancellationToken cancellation = default)
    {
        var (model, description, batch, moment) = ReplayFolder.Read(path, device);
        using (model)
        {
            var weights = NotFinite(model.named_parameters().Select(one => (one.name, (Tensor?)one.parameter)));

            var largest = Largest(model);

            // Each pass begins with the weights as they are in the file: a step with finite numbers changes them.
            var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
            var utterances = Utterances(description, batch, precision, model, cancellation);
            cancellation.ThrowIfCancellationRequested();
            var step = Step(batch, moment, precision, model, device);
            var gradients = NotFinite(model.named_parameters().Select(one => (one.name, one.parameter.grad)));
            StepResult? single = null;
            if (precision != Precision.Fp32)
            {
                cancellation.ThrowIfCancellationRequested();
                PutBack(model, before);
                single = Step(batch, moment, Precision.Fp32, model, device);
            }

            foreach (var tensor in before.Values)
            {
                tensor.Dispose();
            }

            return new ReplayFindings(
                moment, precision, step.LossSum / step.Tokens, step.GradientNorm, utterances, weights, largest, gradients,
                single is { } result ? (result.LossSum / result.Tokens, result.GradientNorm) : null);
        }
    }

    private static StepResult Step(AudioBatch batch, ReplayMoment moment, Precision precision, SpeechModel model, Device device)
    {
        model.train();
        using var step = new TrainStep(moment.Training, moment.SpecAugment, device, precision, model);
        return step.Run(batch, moment.Epoch, moment.Step, moment.LearningRate);
    }

    private static void PutBack(SpeechModel model, Dictionary<string, Tensor> weights)
    {
        using var quiet = no_grad();
        foreach (var (name, tensor) in model.state_dict())
        {
            tensor.copy_(weights[name]);
        }
    }

    // Without masks and dropout: what is wrong with one utterance shows then too.
    private static List<ReplayedUtterance> Utterances(
        ModelDescription description, AudioBatch batch, Precision precision, SpeechModel model, CancellationToken cancellation)
    {
        model.eval();
        var rate = description.Features.SampleRate;
        var timing = new FrameTiming(rate, description.Features.HopSamples, description.Model.Stride);
        var found = new List<ReplayedUtterance>();
        using var quiet = no_grad();
        for (var b = 0; b < batch.Count; b++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var samples = batch.Samples.AsSpan(b * batch.SamplesPerRow, batch.SampleCounts[b]).ToArray();
            var device = model.parameters().First().device;
            var audio = tensor(samples, [1, samples.Length]).to(device);
            var output = model.Forward(audio, [samples.Length], new ForwardContext(precision));
            var loss = CtcObjective.Loss(output, [batch.Tokens[b]]).ToDouble();
            found.Add(new ReplayedUtterance(
                batch.Utterances[b].Id,
                batch.Utterances[b].AudioPath,
                batch.Utterances[b].Transcript,
                timing.Seconds(samples.Length),
                samples.Aggregate(0f, (peak, sample) => float.IsNaN(sample) ? sample : Math.Max(peak, Math.Abs(sample))),
                timing.ModelFramesOfSamples(samples.Length),
                CtcFeasibility.RequiredFrames(batch.Tokens[b]),
                loss));
        }

        return found;
    }

    private static double Largest(SpeechModel model)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return model.parameters().Max(weights => weights.abs().nan_to_num(0, 0, 0).max().ToDouble());
    }

    private static List<string> NotFinite(IEnumerable<(string Name, Tensor? Values)> tensors)
    {
        using var scope = NewDisposeScope();
        return [.. tensors.Where(one => one.Values is { } values && !values.isfinite().all().item<bool>()).Select(one => one.Name)];
    }
}
