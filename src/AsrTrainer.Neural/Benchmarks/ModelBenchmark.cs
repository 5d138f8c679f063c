using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Faults;
using TorchSharp;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Benchmarks;

/// <summary>Measures training, inference and frontend of a model with new weights on one fixed batch.</summary>
public sealed class ModelBenchmark
{
    // So small that noise for speech cannot lead the weights astray; a step's cost does not depend on it.
    private const double LearningRate = 1e-5;

    private readonly BenchmarkSetup setup;
    private readonly FixedBatch batch;
    private readonly Repetition repetition;

    /// <summary>Makes the batch.</summary>
    /// <exception cref="UserFault">So many tokens do not fit into utterances of this length.</exception>
    public ModelBenchmark(BenchmarkSetup setup, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(setup);
        this.setup = setup;
        batch = new FixedBatch(setup);
        repetition = new Repetition(setup.Device, cancellation);
    }

    /// <summary>Training steps: from features, computed once before, to updated weights, with dropout and without SpecAugment.</summary>
    /// <param name="precision">The arithmetic of products.</param>
    /// <param name="profiled">Whether more steps follow that say where the time goes.</param>
    public ModelTimes Train(Precision precision, bool profiled)
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        using var step = new TrainStep(setup.Training, new SpecAugmentOptions(), setup.Device, precision, model);
        model.train();
        var (features, frames) = Features(model);
        var number = 0L;
        var seconds = repetition.Measure(setup.Options.Steps, Learn);
        var memory = PeakMemory.Bytes();
        var profile = profiled ? Profile(Learn) : [];
        var operations = ModelArithmetic.Training(setup.Features, setup.Model, setup.Vocabulary, batch.ModelFrames);
        return new ModelTimes(precision, new WorkTimes(seconds, batch.AudioSeconds), operations, memory, profile);

        void Learn()
        {
            // A step that is left out has no update, and would be measured as faster than it is.
            if (!step.Learn(features, frames, batch.Tokens, number++, LearningRate).Applied)
            {
                throw new UserFault(
                    ExitCode.Diverged,
                    $"a training step in {precision} on random data had a loss or gradient that is not finite, so nothing was measured; "
                    + "make the model's options more usual, or use --precision fp32");
            }
        }
    }

    /// <summary>Forward passes without gradients: from features to log-probs.</summary>
    /// <inheritdoc cref="Train" path="/param"/>
    public ModelTimes Infer(Precision precision, bool profiled)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = Model();
        model.eval();
        var (features, frames) = Features(model);
        var context = new ForwardContext(precision);
        var seconds = repetition.Measure(setup.Options.Steps, Recognise);
        var memory = PeakMemory.Bytes();
        var profile = profiled ? Profile(Recognise) : [];
        var operations = ModelArithmetic.Forward(setup.Features, setup.Model, setup.Vocabulary, batch.ModelFrames);
        return new ModelTimes(precision, new WorkTimes(seconds, batch.AudioSeconds), operations, memory, profile);

        void Recognise() => model.ForwardFeatures(features, frames, context).LogProbs.Dispose();
    }

    /// <summary>The frontend: from samples in memory to features on the device.</summary>
    public WorkTimes Frontend()
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        var seconds = repetition.Measure(setup.Options.Steps, () => Features(model).Features.Dispose());
        return new WorkTimes(seconds, batch.AudioSeconds);
    }

    /// <summary>Trained values of the model.</summary>
    public long ParameterCount => SpeechModel.ParameterCountOf(setup.Features, setup.Model, setup.Vocabulary);

    private SpeechModel Model()
    {
        manual_seed(setup.Training.Seed);
        return new SpeechModel(setup.Features, setup.Model, setup.Vocabulary).to(setup.Device);
    }

    private (Tensor Features, long[] Frames) Features(SpeechModel model)
    {
        using var quiet = no_grad();
        using var audio = tensor(batch.Samples, [batch.SampleCounts.Length, batch.SampleCounts[0]]).to(setup.Device);
        return model.ComputeFeatures(audio, batch.SampleCounts);
    }

    private IReadOnlyList<ProfileSection> Profile(Action work)
    {
        var steps = setup.Options.Steps;
        var whole = 0.0;
        LayerProfile.Start();
        try
        {
            for (var i = 0; i < steps; i++)
            {
                whole += repetition.Once(work);
            }
        }
        finally
        {
            LayerProfile.Stop();
        }

        var sections = LayerProfile.Sections()
            .Select(section => new ProfileSection(
                section.Name, section.Seconds / steps, section.Seconds / whole, (double)section.Calls / steps))
            .OrderByDescending(section => section.Seconds)
            .ToList();
        var rest = Math.Max(0, (whole / steps) - sections.Sum(section => section.Seconds));
        return [.. sections, new ProfileSection("everything else", rest, rest * steps / whole, Calls: null)];
    }
}
