using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Commands;

/// <summary>What the user asked of <c>asr transcribe</c>.</summary>
internal sealed record TranscribeArguments
{
    public required string Model { get; init; }

    public required IReadOnlyList<string> Paths { get; init; }

    public required (string Device, string Precision, int? Threads) Machine { get; init; }

    public DecodingChoice Decoding { get; init; } = DecodingChoice.Greedy;

    /// <summary>The files of <c>--list</c>.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>The formats of files to write; none for text on stdout alone.</summary>
    public IReadOnlyList<TranscriptFormat> Formats { get; init; } = [];

    /// <summary>Where to write them.</summary>
    public string OutputFolder { get; init; } = ".";

    public bool SkipExisting { get; init; }

    /// <summary>Whether what is skipped is named.</summary>
    public bool IsVerbose { get; init; }

    public SubtitleOptions Subtitles { get; init; } = new();

    /// <summary>What the standard input holds, where it is to be transcribed as it arrives.</summary>
    public RawFormat? Stream { get; init; }
}
