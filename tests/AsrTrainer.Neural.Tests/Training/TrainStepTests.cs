using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Training;

public sealed class TrainStepTests : IDisposable
{
    private readonly int threads = get_num_threads();
    private readonly TemporaryFolder folder = new();

    // Nats per token of 20 steps on one thread, with dropout, SpecAugment and speed perturbation. What may change them without a fault is
    // rounding: the kernels' sums are cut differently by AVX-512, AVX2 and the baseline (1e-6 apart here), and BLAS differs between
    // machines. A changed order of batches, mask or schedule moves them by far more than the 1e-4 allowed.
    private static readonly double[] Trace =
    [
        29.20760, 22.42806, 18.65543, 15.84252, 21.92177, 29.25067, 14.05358, 15.48501, 18.89201, 18.23275,
        12.98598, 25.61211, 31.52613, 14.61246, 34.39500, 12.03262, 14.50530, 22.27276, 13.89376, 9.63410,
    ];

    public void Dispose()
    {
        set_num_threads(threads);
        folder.Dispose();
    }

    [Fact]
    public void The_loss_of_the_first_20_steps_is_frozen()
    {
        set_num_threads(1);
        var losses = Losses(steps: 20);
        Assert.True(
            losses.Zip(Trace).Count(pair => Math.Abs(pair.First - pair.Second) <= 1e-4 * pair.Second) == 20,
            string.Join(", ", losses.Select(loss => loss.ToString("0.00000", System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Equal_runs_have_equal_losses_bit_for_bit() => Assert.Equal(Losses(steps: 8), Losses(steps: 8));

    [Theory]
    [MemberData(nameof(TinyPlans.Layers), MemberType = typeof(TinyPlans))]
    public void Tensors_alive_after_a_step_are_those_alive_before_it(string layers)
    {
        using var setting = new LayerSetting(layers);
        var plan = TinyPlans.With(layers, folder.FullPath);
        using var model = Model(plan);
        using var step = new TrainStep(plan, model);
        var batches = Batches(plan, model, epochs: 1);

        // The first step makes the optimiser's moments and the gradients, which stay.
        step.Run(batches[0], 0, 0, 1e-3);
        Settle();
        var before = Tensor.TotalCount;
        for (var i = 1; i < batches.Count; i++)
        {
            Assert.True(step.Run(batches[i], 0, i, 1e-3).Applied);
            Assert.Equal(before, Tensor.TotalCount);
        }
    }

    [Fact]
    public void Tensors_alive_after_recognising_are_those_alive_before_it()
    {
        var plan = TinyPlans.Of(folder.FullPath);
        using var model = Model(plan);
        var recognition = new Recognition(model, new GreedyDecoder(Alphabet.English), Precision.Fp32);
        var batch = Batches(plan, model, epochs: 1)[0];
        recognition.Recognise(batch.Samples, batch.SampleCounts);
        Settle();
        var before = Tensor.TotalCount;
        recognition.Recognise(batch.Samples, batch.SampleCounts);
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Weight_decay_is_for_matrices_and_not_for_biases_and_norms()
    {
        Dictionary<string, Tensor> After(double decay)
        {
            var plan = TinyPlans.Of(folder.FullPath);
            plan = plan with { Training = plan.Training with { WeightDecay = decay } };
            using var model = Model(plan);
            using var step = new TrainStep(plan, model);
            step.Run(Batches(plan, model, epochs: 1)[0], 0, 0, 1e-2);
            return model.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.detach().clone());
        }

        using var scope = NewDisposeScope();
        var (without, with) = (After(0), After(0.5));
        using var fresh = Model(TinyPlans.Of(folder.FullPath));
        var weights = fresh.state_dict();
        foreach (var (name, value) in without)
        {
            // 1e-2 * 0.5 of the weight is taken away; the gradient is the same.
            var expected = value.dim() > 1 ? weights[name].mul(-1e-2 * 0.5) : zeros_like(value);
            Assert.True(with[name].sub(value).sub(expected).abs().max().ToDouble() < 1e-6, name);
        }
    }

    private double[] Losses(int steps)
    {
        var plan = TinyPlans.Of(folder.FullPath);
        using var model = Model(plan);
        using var step = new TrainStep(plan, model);
        var batches = Batches(plan, model, epochs: (steps + 3) / 4);
        return
        [
            .. Enumerable.Range(0, steps).Select(i =>
            {
                var result = step.Run(batches[i], i / 4, i, 3e-3);
                return result.LossSum / result.Tokens;
            }),
        ];
    }

    private static SpeechModel Model(TrainingPlan plan)
    {
        manual_seed(plan.Training.Seed);
        return new SpeechModel(plan.Features, plan.Model, plan.Alphabet.Size);
    }

    private static List<AudioBatch> Batches(TrainingPlan plan, SpeechModel model, int epochs)
    {
        var seed = (ulong)plan.Training.Seed;
        var sampler = new BucketBatchSampler([.. plan.Train.Utterances.Select(u => u.Seconds)], plan.Batching, seed);
        var loader = new BatchLoader(plan.Train.Utterances, plan.Alphabet, plan.Loading with { Seed = seed, Timing = model.Timing });
        return [.. Enumerable.Range(0, epochs).SelectMany(epoch => loader.Load(sampler.Epoch(epoch), epoch))];
    }

    // What other tests left to the finalizers would die in the middle of the count.
    private static void Settle()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
