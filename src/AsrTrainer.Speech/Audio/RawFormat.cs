namespace AsrTrainer.Speech.Audio;

/// <summary>How samples without a header are written, in arecord's names.</summary>
public enum RawEncoding
{
    /// <summary>8 bits, 128 is silence.</summary>
    U8,

    /// <summary>16 bits, the low byte first.</summary>
    S16Le,

    /// <summary>24 bits in three bytes, the low byte first.</summary>
    S24In3Le,

    /// <summary>32 bits, the low byte first.</summary>
    S32Le,

    /// <summary>32-bit floating point, full scale -1 to 1, the low byte first.</summary>
    FloatLe,
}

/// <summary>What samples that come without a header are.</summary>
/// <param name="Encoding">How a sample is written.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples of a frame.</param>
public sealed record RawFormat(RawEncoding Encoding, int SampleRate, int Channels)
{
    /// <summary>Bytes of a sample.</summary>
    internal int SampleBytes => Encoding switch
    {
        RawEncoding.U8 => 1,
        RawEncoding.S16Le => 2,
        RawEncoding.S24In3Le => 3,
        _ => 4,
    };
}
