using System.Globalization;

namespace AsrTrainer.Neural.Memory;

/// <summary>The sizes of a batch of B utterances, from which its memory follows.</summary>
/// <param name="Samples">Samples of each utterance, (B).</param>
/// <param name="Tokens">Tokens of each transcript, (B).</param>
internal sealed record BatchLengths(IReadOnlyList<int> Samples, IReadOnlyList<int> Tokens)
{
    /// <summary>Samples with padding.</summary>
    public long PaddedSamples => (long)Samples.Count * Samples.Max();

    /// <summary>For the user: <c>16 utterances of up to 22.4 s</c>.</summary>
    public string Describe(int sampleRate) => Describe(Samples.Count, (double)Samples.Max() / sampleRate);

    /// <inheritdoc cref="Describe(int)"/>
    public static string Describe(int utterances, double seconds)
    {
        var longest = seconds.ToString("0.0", CultureInfo.InvariantCulture);
        return utterances == 1 ? $"1 utterance of {longest} s" : $"{utterances} utterances of up to {longest} s";
    }
}
