using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Models;

/// <summary>The recurrent cell.</summary>
public enum RecurrentCell
{
    /// <summary>Gated recurrent unit (Cho et al. 2014), in PyTorch's form.</summary>
    Gru,

    /// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997).</summary>
    Lstm,
}

/// <summary>
/// Sizes of the model. The defaults are the published tutorial's: 3 residual blocks of 32 channels, 5 blocks of bidirectional GRUs with
/// 512 units a direction; with 128 mel bands and 28 characters that is 23,705,373 parameters.
/// </summary>
public sealed record ModelOptions : IValidatedOptions
{
    /// <summary>Feature frames per model frame, and mel bands per row of the first convolution, 1 to 4; default 2.</summary>
    public int Stride { get; init; } = 2;

    /// <summary>Channels C of the convolutions, 1 to 512; default 32.</summary>
    public int CnnChannels { get; init; } = 32;

    /// <summary>Residual blocks of two convolutions each, 0 to 32; default 3.</summary>
    public int CnnBlocks { get; init; } = 3;

    /// <summary>Width of the projection between convolutions and recurrent blocks, 1 to 8192; default 512.</summary>
    public int ProjectionWidth { get; init; } = 512;

    /// <summary><c>gru</c> or <c>lstm</c>; default gru.</summary>
    public RecurrentCell Cell { get; init; } = RecurrentCell.Gru;

    /// <summary>Blocks of LayerNorm, GELU, recurrent layers and dropout, 1 to 32; default 5.</summary>
    public int RnnBlocks { get; init; } = 5;

    /// <summary>Recurrent layers inside each block, 1 to 8; default 1. Dropout stands between them, not after the last.</summary>
    public int RnnLayers { get; init; } = 1;

    /// <summary>Hidden units H of each direction, 1 to 8192; default 512.</summary>
    public int RnnWidth { get; init; } = 512;

    /// <summary>Whether each layer also runs from the end to the start; default true.</summary>
    public bool Bidirectional { get; init; } = true;

    /// <summary>Width of the hidden layer of the head, 1 to 8192; default 512.</summary>
    public int HeadWidth { get; init; } = 512;

    /// <summary>Share of activations dropped while training, at least 0 and below 1; default 0.1.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        foreach (var (name, value, low, high) in new[]
        {
            (nameof(Stride), Stride, 1, 4),
            (nameof(CnnChannels), CnnChannels, 1, 512),
            (nameof(CnnBlocks), CnnBlocks, 0, 32),
            (nameof(ProjectionWidth), ProjectionWidth, 1, 8192),
            (nameof(RnnBlocks), RnnBlocks, 1, 32),
            (nameof(RnnLayers), RnnLayers, 1, 8),
            (nameof(RnnWidth), RnnWidth, 1, 8192),
            (nameof(HeadWidth), HeadWidth, 1, 8192),
        })
        {
            if (value < low || value > high)
            {
                yield return new(name, $"must be {low} to {high}, was {value}");
            }
        }

        if (!(Dropout is >= 0 and < 1))
        {
            yield return new(nameof(Dropout), $"must be at least 0 and below 1, was {Dropout}");
        }
    }
}
