using AsrTrainer.Speech.Corpora;

namespace AsrTrainer.Speech.Batching;

/// <summary>
/// The audio and the transcripts of B utterances, S samples being the longest. Utterances that turned out to be unusable are not among
/// them; B is 0 when that leaves none.
/// </summary>
public sealed class AudioBatch
{
    /// <summary>Its place among the epoch's batches, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>Samples, (B,S) row-major, zeros after each utterance's end; full scale is -1 to 1.</summary>
    public required float[] Samples { get; init; }

    /// <summary>The samples in a row: S.</summary>
    public required int SamplesPerRow { get; init; }

    /// <summary>The valid samples of each utterance, (B).</summary>
    public required int[] SampleCounts { get; init; }

    /// <summary>The transcripts as tokens of the alphabet, one array for each utterance.</summary>
    public required int[][] Tokens { get; init; }

    /// <summary>The utterances.</summary>
    public required Utterance[] Utterances { get; init; }

    /// <summary>The utterances' positions in the corpus.</summary>
    public required int[] Indices { get; init; }

    /// <summary>The audio in it, in seconds at the speed given to it, without padding.</summary>
    public required double Seconds { get; init; }

    /// <summary>The utterances that belong here and cannot be used, each with its reason; <see cref="DroppedAudio"/> counts them.</summary>
    public IReadOnlyList<DroppedUtterance> Dropped { get; init; } = [];

    /// <summary>Their positions in the corpus.</summary>
    public IReadOnlyList<int> DroppedIndices { get; init; } = [];

    /// <summary>The number of utterances: B.</summary>
    public int Count => Utterances.Length;
}
