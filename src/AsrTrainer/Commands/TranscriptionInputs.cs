using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>The audio files in what a user names: files, folders, patterns, lists.</summary>
/// <param name="arguments">What the user asked for.</param>
/// <param name="note">Told of each fault; the others go on.</param>
/// <param name="openInput">Opens the standard input, for a list that comes there.</param>
internal sealed class TranscriptionInputs(TranscribeArguments arguments, Action<UserFault> note, Func<Stream> openInput)
{
    /// <summary>Whether the paths can name no more than one file, whose text then needs no name.</summary>
    public static bool IsOne(TranscribeArguments arguments) =>
        arguments.Lists.Count == 0 && arguments.Paths is [var path]
        && (path == "-" || File.Exists(path) || !(Directory.Exists(path) || IsList(path) || PathPattern.Is(path)));

    /// <summary>The files, in the order in which they were named.</summary>
    public IReadOnlyList<string> Find() =>
    [
        .. arguments.Paths.SelectMany(path => IsList(path) && !Path.Exists(path) ? FindListed(path[1..]) : Find(path)),
        .. arguments.Lists.SelectMany(FindListed),
    ];

    /// <summary>What to do with audio in a format that cannot be read.</summary>
    public static string Conversion(TranscribeArguments arguments, string path) =>
        $"convert it: ffmpeg -i {(path == "-" ? "-" : $"\"{path}\"")} -f wav - | asr transcribe {arguments.Model} -"
        + (path == "-" ? "; raw samples need --stream" : "");

    private static bool IsList(string path) => path.Length > 1 && path[0] == '@';

    private IEnumerable<string> FindListed(string list)
    {
        try
        {
            if (list is not ("-" or "/dev/stdin"))
            {
                return PathList.Read(list).SelectMany(Find);
            }

            using Stream input = openInput();
            return PathList.Read(input, list).SelectMany(Find);
        }
        catch (UserFault fault)
        {
            note(fault);
            return [];
        }
    }

    private IEnumerable<string> Find(string path)
    {
        if (path == "-")
        {
            return [path];
        }

        try
        {
            if (!PathPattern.Is(path) || Path.Exists(path))
            {
                return Listed(path);
            }

            return PathPattern.Expand(path) is { Count: > 0 } found
                ? found.SelectMany(Listed)
                : throw new UserFault(ExitCode.Data, $"no file matches \"{path}\"; check the pattern");
        }
        catch (UserFault fault)
        {
            note(fault);
            return [];
        }
    }

    private IReadOnlyList<string> Listed(string path)
    {
        AudioListing listing = AudioFiles.Find(path);
        foreach (UserFault fault in listing.Unreadable)
        {
            note(fault);
        }

        foreach (string other in listing.OtherFormats)
        {
            note(new UserFault(
                ExitCode.Data, $"audio file \"{other}\" is in a format that cannot be read; {Conversion(arguments, other)}"));
        }

        return listing.Files;
    }
}
