namespace AsrTrainer.Speech.Audio;

/// <summary>An open audio file, read block by block: however long it is, no more of it than a block is held.</summary>
public sealed class AudioBlocks : IDisposable
{
    private readonly IEnumerable<ReadOnlyMemory<float>> blocks;
    private readonly Action close;

    internal AudioBlocks(int sampleRate, IEnumerable<ReadOnlyMemory<float>> blocks, Action close)
    {
        SampleRate = sampleRate;
        this.blocks = blocks;
        this.close = close;
    }

    /// <summary>Samples per second.</summary>
    public int SampleRate { get; }

    /// <summary>
    /// The samples, channels averaged, as <see cref="At(IEnumerable{ReadOnlyMemory{float}}, int, int)"/> brings them to a rate in Hz;
    /// once. A block's memory is used again for the next. What is wrong with the file is a data fault when it is met.
    /// </summary>
    public IEnumerable<ReadOnlyMemory<float>> Read(int sampleRate) => At(blocks, SampleRate, sampleRate);

    /// <summary>Samples of one rate, in Hz, at another; a higher one gets something to hear in the band that the lower one lacks.</summary>
    public static IEnumerable<ReadOnlyMemory<float>> At(IEnumerable<ReadOnlyMemory<float>> blocks, int fromRate, int toRate) =>
        fromRate == toRate ? blocks
        : fromRate > toRate ? Resampler.Resample(blocks, fromRate, toRate)
        : UpperBand.Fill(Resampler.Resample(blocks, fromRate, toRate), toRate, fromRate / 2.0);

    /// <summary>The same for all samples at once.</summary>
    public static float[] At(float[] samples, int fromRate, int toRate)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var resampled = fromRate == toRate ? samples : Resampler.Resample(samples, fromRate, toRate);
        if (fromRate >= toRate)
        {
            return resampled;
        }

        var filled = new float[resampled.Length];
        var count = 0;
        foreach (var block in UpperBand.Fill([resampled], toRate, fromRate / 2.0))
        {
            block.CopyTo(filled.AsMemory(count));
            count += block.Length;
        }

        return filled;
    }

    /// <inheritdoc/>
    public void Dispose() => close();

    /// <summary>The same, with the path in faults replaced by the name that the user knows.</summary>
    internal AudioBlocks Named(string path, string name, Action close) => new(SampleRate, Named(path, name), close);

    private IEnumerable<ReadOnlyMemory<float>> Named(string path, string name)
    {
        using var all = blocks.GetEnumerator();
        while (PipedAudio.Named(path, name, all.MoveNext))
        {
            yield return all.Current;
        }
    }
}
