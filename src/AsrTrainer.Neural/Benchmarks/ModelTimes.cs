using AsrTrainer.Neural.Models;

namespace AsrTrainer.Neural.Benchmarks;

/// <summary>How long a piece of work took, several times over.</summary>
/// <param name="Seconds">Each time, in order; at least one.</param>
/// <param name="AudioSeconds">The audio that one time works on, padding not counted.</param>
public sealed record WorkTimes(IReadOnlyList<double> Seconds, double AudioSeconds)
{
    /// <summary>The middle one; of an even number the mean of both.</summary>
    public double Median
    {
        get
        {
            double[] sorted = [.. Seconds.Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>The shortest.</summary>
    public double Least => Seconds.Min();

    /// <summary>Audio worked on in a second, by the median.</summary>
    public double AudioSecondsPerSecond => AudioSeconds / Median;
}

/// <summary>Training or inference, measured.</summary>
/// <param name="Precision">The arithmetic of products.</param>
/// <param name="Times">How long one batch took.</param>
/// <param name="Operations">The arithmetic of one batch, see <see cref="ModelArithmetic"/>.</param>
/// <param name="PeakMemoryBytes">The most memory that the process had held until then; null where the system does not say.</param>
/// <param name="Profile">Where the time went; empty unless asked for.</param>
public sealed record ModelTimes(
    Precision Precision, WorkTimes Times, double Operations, long? PeakMemoryBytes, IReadOnlyList<ProfileSection> Profile)
{
    /// <summary>Arithmetic in a second, by the median.</summary>
    public double OperationsPerSecond => Operations / Times.Median;
}

/// <summary>A part of a step.</summary>
/// <param name="Name">What is computed.</param>
/// <param name="Seconds">In one step.</param>
/// <param name="Share">Of the step, 0 to 1.</param>
/// <param name="Calls">In one step; null for what is left over.</param>
public sealed record ProfileSection(string Name, double Seconds, double Share, double? Calls);
