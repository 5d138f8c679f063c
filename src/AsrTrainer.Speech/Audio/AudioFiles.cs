using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Audio;

/// <summary>Finds audio files in what a user names: files as they are, folders with all that is in them.</summary>
public static class AudioFiles
{
    /// <summary>
    /// The file name extensions, in small letters, by which audio is recognised in a folder. A file named directly may have any.
    /// </summary>
    public static IReadOnlyList<string> Extensions { get; } =
        [".aif", ".aifc", ".aiff", ".au", ".caf", ".flac", ".mp3", ".oga", ".ogg", ".opus", ".rf64", ".snd", ".w64", ".wav"];

    // A folder that may not be read is to be named, not passed over.
    private static readonly EnumerationOptions Visible = new() { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden };

    // Often met, and known to no version of the decoder.
    private static readonly string[] OtherExtensions =
        [".3gp", ".aac", ".amr", ".m4a", ".m4b", ".mka", ".mkv", ".mov", ".mp4", ".webm", ".wma"];

    /// <summary>
    /// A file as it is, or the audio files of a folder (and of the folders in it, hidden ones left out) sorted by path in the order of
    /// their characters' numbers, each beginning with <paramref name="path"/> as it was written. Nothing there, or a folder without
    /// audio, is a fault.
    /// </summary>
    public static AudioListing Find(string path) =>
        Find(path, folder => new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Visible));

    /// <summary>The same, folders being listed by <paramref name="list"/>.</summary>
    internal static AudioListing Find(string path, Func<string, IEnumerable<FileSystemInfo>> list)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (File.Exists(path))
        {
            return new AudioListing([path], [], []);
        }

        if (!Directory.Exists(path))
        {
            throw new UserFault(ExitCode.Data, $"there is no file or folder \"{path}\"; check the path");
        }

        var search = new Search(list);
        search.Enter(path);
        var listing = search.Result;
        if (listing.Files.Count == 0 && listing.Unreadable.Count == 0)
        {
            var others = listing.OtherFormatsNotice is { } notice ? $"; {notice}" : "";
            throw new UserFault(
                ExitCode.Data,
                $"folder \"{path}\" holds no audio files; looked for names that end in {string.Join(' ', Extensions)}{others}");
        }

        return listing;
    }

    private sealed class Search(Func<string, IEnumerable<FileSystemInfo>> list)
    {
        private readonly List<string> files = [];
        private readonly List<UserFault> unreadable = [];
        private readonly List<string> otherFormats = [];
        private readonly HashSet<string> visited = [];

        public AudioListing Result => new(
            [.. files.Order(StringComparer.Ordinal)], unreadable, [.. otherFormats.Order(StringComparer.Ordinal)]);

        public void Enter(string folder)
        {
            try
            {
                // Links to folders are followed, since corpora are often put together of them, but each folder is entered once: links
                // can go in circles.
                var info = new DirectoryInfo(folder);
                var real = info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? info.FullName;
                if (visited.Add(Path.TrimEndingDirectorySeparator(real)))
                {
                    Sort(folder, [.. list(folder).OrderBy(entry => entry.Name, StringComparer.Ordinal)]);
                }
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                unreadable.Add(new UserFault(ExitCode.Data, $"folder \"{folder}\" cannot be read: {refused.Message}", refused));
            }
        }

        private void Sort(string folder, FileSystemInfo[] entries)
        {
            foreach (var entry in entries)
            {
                var path = Path.Join(folder, entry.Name);
                var extension = entry.Extension.ToLowerInvariant();
                if (entry is DirectoryInfo)
                {
                    Enter(path);
                }
                else if (Extensions.Contains(extension))
                {
                    files.Add(path);
                }
                else if (OtherExtensions.Contains(extension))
                {
                    otherFormats.Add(path);
                }
            }
        }
    }
}
