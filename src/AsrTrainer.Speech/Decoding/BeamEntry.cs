namespace AsrTrainer.Speech.Decoding;

/// <summary>A prefix in the beam: log-probabilities of the frames so far, over all paths that give it.</summary>
internal struct BeamEntry
{
    /// <summary>The prefix.</summary>
    public int Node;

    /// <summary>Of the paths that end in the blank.</summary>
    public double Blank;

    /// <summary>Of those that end in the prefix' last token.</summary>
    public double Token;

    /// <summary>Of both.</summary>
    public double Total;

    /// <summary>The likeliest path that ends in the blank.</summary>
    public SpannedPath BlankPath;

    /// <summary>The likeliest that ends in the last token.</summary>
    public SpannedPath TokenPath;

    /// <summary>The likelier of the two.</summary>
    public readonly SpannedPath BestPath => TokenPath.Score >= BlankPath.Score ? TokenPath : BlankPath;
}

/// <summary>One path through the frames, and where it gives the tokens of its prefix.</summary>
internal struct SpannedPath
{
    /// <summary>Its log-probability.</summary>
    public double Score;

    /// <summary>Where it gives the tokens before the last, in a pool; below 0 for none.</summary>
    public int Before;

    /// <summary>Where it gives the last.</summary>
    public int FirstFrame;

    /// <summary>The frame after that.</summary>
    public int EndFrame;

    /// <summary>The token's largest log-probability there.</summary>
    public float Peak;
}

/// <summary>The frames of a token that others follow.</summary>
internal struct SpanNode : ILinked
{
    /// <inheritdoc/>
    public int Before { get; set; }

    /// <summary>The first frame.</summary>
    public int FirstFrame;

    /// <summary>The frame after the last.</summary>
    public int EndFrame;

    /// <summary>The token's largest log-probability there.</summary>
    public float Peak;
}
