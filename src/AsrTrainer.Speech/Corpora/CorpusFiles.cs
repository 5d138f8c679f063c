using System.Text;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Speech.Corpora;

/// <summary>Opens and lists a corpus's files; what the disk refuses is the user's to mend.</summary>
public static class CorpusFiles
{
    // What is hidden is nobody's speech.
    private static readonly EnumerationOptions Visible = new() { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden };

    private const int BufferBytes = 4096;

    /// <summary>
    /// The file as text: UTF-8, or UTF-16 with a byte-order mark. A line that is too long to be one is a fault when it is read.
    /// </summary>
    public static StreamReader OpenText(string path, CancellationToken cancellation = default) => Reading(path, () => new StreamReader(
        new LineLimitedStream(OrdinaryFile.OpenRead(path), path, cancellation), Encoding.UTF8, detectEncodingFromByteOrderMarks: true,
        BufferBytes));

    /// <summary>The files under a folder whose names end so, at any depth, sorted by path.</summary>
    internal static string[] Under(string folder, string ending) => Reading(folder, () =>
    {
        string[] files = [.. Folders(folder).SelectMany(one => Directory.EnumerateFiles(one, "*" + ending, Visible))];
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    });

    /// <summary>The files that hold a corpus's transcripts: the manifest itself, or those of a folder in LibriSpeech layout.</summary>
    internal static string[] Transcripts(string corpus) =>
        Directory.Exists(corpus) ? Under(corpus, LibriSpeechFolder.TranscriptEnding) : [corpus];

    /// <summary>The names of the audio files right in a folder, by their name without extension.</summary>
    internal static Dictionary<string, string> AudioIn(string folder) => Reading(folder, () =>
    {
        Dictionary<string, string> names = [];
        foreach (var file in Directory.EnumerateFiles(folder).Where(CorpusAudio.HasAudioExtension).Order(StringComparer.Ordinal))
        {
            names.TryAdd(Path.GetFileNameWithoutExtension(file), Path.GetFileName(file));
        }

        return names;
    });

    /// <summary>Whether an audio file is anywhere under the folder.</summary>
    internal static bool HoldsAudio(string folder) =>
        Reading(folder, () => Folders(folder).Any(one => Directory.EnumerateFiles(one, "*", Visible).Any(CorpusAudio.HasAudioExtension)));

    // The folder and those in it, at any depth. Links are followed, corpora being large and often elsewhere, but each real folder is given
    // once, by the first of its paths without a link if it has one: links can go in circles.
    private static IEnumerable<string> Folders(string folder)
    {
        HashSet<string> visited = new(StringComparer.Ordinal);
        Queue<(string Path, string Real)> direct = new([(folder, FileToWrite.RealPath(folder))]);
        Queue<string> links = new();
        while (direct.Count + links.Count > 0)
        {
            var (path, real) = direct.Count > 0 ? direct.Dequeue() : Resolved(links.Dequeue());
            if (!visited.Add(real))
            {
                continue;
            }

            yield return path;
            foreach (var inner in Directory.EnumerateDirectories(path, "*", Visible).Order(StringComparer.Ordinal))
            {
                if (File.GetAttributes(inner).HasFlag(FileAttributes.ReparsePoint))
                {
                    links.Enqueue(inner);
                }
                else
                {
                    direct.Enqueue((inner, Path.Join(real, Path.GetFileName(inner))));
                }
            }
        }
    }

    private static (string Path, string Real) Resolved(string link) => (link, FileToWrite.RealPath(link));

    /// <summary>Reads something there; what the disk refuses is a fault of the data.</summary>
    internal static T Reading<T>(string path, Func<T> read)
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
