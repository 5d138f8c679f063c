using System.Text;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Corpora;

/// <summary>Opens and lists a corpus's files; what the disk refuses is the user's to mend.</summary>
internal static class CorpusFiles
{
    // Links are followed, corpora being large and often elsewhere; what is hidden is nobody's speech.
    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = false,
        AttributesToSkip = FileAttributes.Hidden,
    };

    /// <summary>The file as text: UTF-8, or UTF-16 with a byte-order mark.</summary>
    public static StreamReader OpenText(string path) =>
        Reading(path, () => new StreamReader(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true));

    /// <summary>The files under a folder whose names end so, at any depth, sorted by path.</summary>
    public static string[] Under(string folder, string ending) => Reading(folder, () =>
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*" + ending, Everywhere)];
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    });

    /// <summary>The names of the audio files right in a folder, by their name without extension.</summary>
    public static Dictionary<string, string> AudioIn(string folder) => Reading(folder, () =>
    {
        Dictionary<string, string> names = [];
        foreach (var file in Directory.EnumerateFiles(folder).Where(CorpusAudio.HasAudioExtension).Order(StringComparer.Ordinal))
        {
            names.TryAdd(Path.GetFileNameWithoutExtension(file), Path.GetFileName(file));
        }

        return names;
    });

    /// <summary>Whether an audio file is anywhere under the folder.</summary>
    public static bool HoldsAudio(string folder) =>
        Reading(folder, () => Directory.EnumerateFiles(folder, "*", Everywhere).Any(CorpusAudio.HasAudioExtension));

    private static T Reading<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserFault(
                ExitCode.Data, $"{path}: cannot be read ({problem.Message}); check that it exists and may be read", problem);
        }
    }
}
