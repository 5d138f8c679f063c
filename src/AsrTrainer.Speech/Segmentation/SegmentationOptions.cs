namespace AsrTrainer.Speech.Segmentation;

/// <summary>Where audio is cut. Times in seconds.</summary>
public sealed record SegmentationOptions
{
    /// <summary>Samples per second.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Samples of a model frame: windows of one segment begin whole frames apart.</summary>
    public required int FrameSamples { get; init; }

    /// <summary>A pause of this length ends a segment; half of it stays on either side.</summary>
    public double Pause { get; init; } = 0.5;

    /// <summary>What ends a segment that lasts for <see cref="Long"/> already.</summary>
    public double ShortPause { get; init; } = 0.15;

    /// <summary>From here on shorter pauses are cut at.</summary>
    public double Long { get; init; } = 10;

    /// <summary>The longest window: speech that goes on without a pause is cut here, into windows that overlap.</summary>
    public double Longest { get; init; } = 20;

    /// <summary>How much two windows of one segment have in common.</summary>
    public double Overlap { get; init; } = 4;
}
