using AsrTrainer.Neural.Models;
using TorchSharp;
using TorchSharp.BeyondTorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Benchmarks;

/// <summary>The best rate of a large matrix product.</summary>
/// <param name="Precision">Of its factors; sums are fp32.</param>
/// <param name="Threads">That it ran on.</param>
/// <param name="By">What computed it.</param>
/// <param name="OperationsPerSecond">Two for each multiplication.</param>
public sealed record ProductRate(Precision Precision, int Threads, string By, double OperationsPerSecond);

/// <summary>
/// What this machine can do: a filled product of two square matrices, on one thread and on all that the run has. No model runs faster, so
/// that a share of it says how much is left to gain.
/// </summary>
public static class ProductLimit
{
    // Best of many: other work on the machine only ever makes it slower.
    private const double EnoughSeconds = 1;
    private const int FewestTimes = 3;

    /// <summary>Rates of a <paramref name="size"/>³ product: for each number of threads, each library that has such a product.</summary>
    public static IReadOnlyList<ProductRate> Measure(Device device, Precision precision, CancellationToken cancellation, int size = 2048)
    {
        ArgumentNullException.ThrowIfNull(device);
        var threads = get_num_threads();
        try
        {
            int[] counts = device.type == DeviceType.CUDA || threads == 1 ? [threads] : [1, threads];
            return [.. counts.SelectMany(count => OnThreads(count, device, precision, cancellation, size))];
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static List<ProductRate> OnThreads(int threads, Device device, Precision precision, CancellationToken cancellation, int size)
    {
        set_num_threads(threads);
        var repetition = new Repetition(device, cancellation);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var a = randn([size, size], device: device);
        var b = randn([size, size], device: device);
        var rates = new List<ProductRate>();
        if (precision == Precision.Fp32)
        {
            rates.Add(Rate("torch.mm", () => mm(a, b).Dispose()));
            return rates;
        }

        var (shortA, shortB) = (a.to(ScalarType.BFloat16), b.to(ScalarType.BFloat16));
        rates.Add(Rate("torch.mm", () => mm(shortA, shortB).Dispose()));
        if (FusedLayers.CanRun(a))
        {
            rates.Add(Rate("own kernels", () => FusedLayers.product(shortA, shortB, bfloat16: true).Dispose()));
        }

        return rates;

        ProductRate Rate(string by, Action product)
        {
            var (best, spent) = (repetition.Once(product), 0.0);
            for (var i = 0; i < FewestTimes || spent < EnoughSeconds; i++)
            {
                var seconds = repetition.Once(product);
                (best, spent) = (Math.Min(best, seconds), spent + seconds);
            }

            return new ProductRate(precision, threads, by, 2.0 * size * size * size / best);
        }
    }
}
