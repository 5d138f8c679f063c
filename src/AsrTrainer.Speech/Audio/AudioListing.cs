using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Audio;

/// <summary>What was found at a path that a user named.</summary>
/// <param name="Files">The audio files.</param>
/// <param name="Unreadable">The folders in it that could not be looked into, a fault for each.</param>
/// <param name="OtherFormats">Files that hold audio, to go by their names, in formats that cannot be read.</param>
public sealed record AudioListing(
    IReadOnlyList<string> Files, IReadOnlyList<UserFault> Unreadable, IReadOnlyList<string> OtherFormats)
{
    /// <summary>What to say of <see cref="OtherFormats"/>; null when there are none.</summary>
    public string? OtherFormatsNotice => OtherFormats.Count == 0
        ? null
        : $"{OtherFormats.Count} audio {(OtherFormats.Count == 1 ? "file is" : "files are")} in formats that cannot be read, for "
            + $"instance \"{OtherFormats[0]}\"; convert them, for instance to FLAC";
}
