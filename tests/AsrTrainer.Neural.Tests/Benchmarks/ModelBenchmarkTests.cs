using AsrTrainer.Neural.Benchmarks;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Tests.Models;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Benchmarks;

public sealed class ModelBenchmarkTests
{
    private static readonly BenchmarkSetup Setup = TinySetup.Of(new BenchmarkOptions { Batch = 2, Seconds = 1, Steps = 3 });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Training_and_inference_are_measured_and_profiled(bool training)
    {
        var benchmark = new ModelBenchmark(Setup, CancellationToken.None);
        var times = training ? benchmark.Train(Precision.Fp32, profiled: true) : benchmark.Infer(Precision.Fp32, profiled: true);
        var forward = ModelArithmetic.Forward(Setup.Features, Setup.Model, Setup.Vocabulary, 2 * 51);
        Assert.Equal((training ? 3 : 1) * forward, times.Operations);
        Assert.Equal(3, times.Times.Seconds.Count);
        Assert.All(times.Times.Seconds, seconds => Assert.True(seconds > 0));
        Assert.Equal(2, times.Times.AudioSeconds);

        // Every recurrent layer shows itself once a step, and the parts are the whole.
        Assert.Contains(times.Profile, section => section.Name == "GRU recurrence" && section.Calls == Setup.Model.RnnBlocks);
        Assert.Equal(training, times.Profile.Any(section => section.Name == "GRU recurrence, backward"));
        Assert.Equal("everything else", times.Profile[^1].Name);
        Assert.Equal(1, times.Profile.Sum(section => section.Share), 6);
    }

    [Fact]
    public void Without_a_profile_there_is_none()
    {
        Assert.Empty(new ModelBenchmark(Setup, CancellationToken.None).Infer(Precision.Fp32, profiled: false).Profile);
    }

    [Fact]
    public void The_frontend_is_measured()
    {
        var times = new ModelBenchmark(Setup, CancellationToken.None).Frontend();
        Assert.Equal(3, times.Seconds.Count);
        Assert.Equal(2 / times.Median, times.AudioSecondsPerSecond);
    }

    [Fact]
    public void Nothing_stays_behind()
    {
        var benchmark = new ModelBenchmark(Setup, CancellationToken.None);
        Settle();
        var before = Tensor.TotalCount;
        benchmark.Train(Precision.Fp32, profiled: true);
        benchmark.Infer(Precision.Fp32, profiled: false);
        benchmark.Frontend();
        Settle();
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void It_can_be_stopped()
    {
        var benchmark = new ModelBenchmark(Setup, new CancellationToken(canceled: true));
        Assert.Throws<OperationCanceledException>(() => benchmark.Train(Precision.Fp32, profiled: false));
    }

    [Fact]
    public void It_knows_the_models_size()
    {
        using var model = TinyModels.Make();
        Assert.Equal(model.ParameterCount, new ModelBenchmark(Setup, CancellationToken.None).ParameterCount);
    }

    [Fact]
    public void The_limit_is_measured_on_one_thread_and_on_all_and_leaves_their_number_alone()
    {
        var threads = get_num_threads();
        try
        {
            set_num_threads(2);
            var rates = ProductLimit.Measure(CPU, Precision.Fp32, CancellationToken.None, size: 64);
            Assert.Equal([1, 2], rates.Select(rate => rate.Threads));
            Assert.All(rates, rate => Assert.True(rate.OperationsPerSecond > 1e6));
            Assert.Equal(2, get_num_threads());
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Memory_is_known_on_linux_and_covers_what_is_held()
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.InRange(PeakMemory.Bytes()!.Value, Environment.WorkingSet / 2, 1L << 40);
        }
    }

    [Theory]
    [InlineData(new[] { 3.0 }, 3, 3)]
    [InlineData(new[] { 5.0, 1, 3 }, 3, 1)]
    [InlineData(new[] { 4.0, 1, 2, 9 }, 3, 1)]
    public void The_median_is_the_middle(double[] seconds, double median, double least)
    {
        var times = new WorkTimes(seconds, AudioSeconds: 6);
        Assert.Equal((median, least, 6 / median), (times.Median, times.Least, times.AudioSecondsPerSecond));
    }

    private static void Settle()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
