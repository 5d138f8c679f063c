namespace AsrTrainer.Speech.Transcripts;

/// <summary>How much text a subtitle holds.</summary>
public sealed record SubtitleOptions
{
    /// <summary>Characters in a line, 1 or more; a longer word has a line of its own.</summary>
    public int MaxLineWidth { get; init; } = 42;

    /// <summary>Lines of a subtitle, 1 or more.</summary>
    public int MaxLineCount { get; init; } = 2;

    /// <summary>Words in a line, 1 or more.</summary>
    public int MaxWordsPerLine { get; init; } = int.MaxValue;

    /// <summary>How long a subtitle stays, in seconds, above 0; a longer word stays for as long as it is.</summary>
    public double MaxSeconds { get; init; } = 7;
}
