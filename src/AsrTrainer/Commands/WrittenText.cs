using System.Text;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Commands;

/// <summary>A text that the user gives as it is, as a file, or on the standard input.</summary>
internal static class WrittenText
{
    /// <summary>The most characters that are read: about two hundred hours of speech.</summary>
    public const int MaximumCharacters = 16 << 20;

    /// <summary>Reads what <paramref name="text"/> says: the standard input for "-", a file that exists, or else the text itself.</summary>
    /// <returns>The text, and how messages name it.</returns>
    public static (string Text, string Name) Read(string text)
    {
        if (text == "-")
        {
            using var standard = new StreamReader(Console.OpenStandardInput());
            return (Read(standard, "the standard input"), "the standard input");
        }

        if (Directory.Exists(text))
        {
            throw new UserFault(ExitCode.Data, $"{text}: is a folder; give a text, a file that holds it, or - for the standard input");
        }

        if (!File.Exists(text))
        {
            if (!text.Any(char.IsWhiteSpace) && (text.Contains('/', StringComparison.Ordinal) || Path.GetExtension(text).Length > 1))
            {
                throw new UserFault(
                    ExitCode.Data, $"{text}: no such file, and no text of several words; if it is a text, give it through a pipe");
            }

            return (text, $"\"{(text.Length > 40 ? $"{text[..39]}…" : text)}\", no file and so taken as it is");
        }

        try
        {
            using var file = new StreamReader(OrdinaryFile.OpenRead(text));
            return (Read(file, text), text);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UserFault(ExitCode.Data, $"{text}: {refused.Message}", refused);
        }
    }

    private static string Read(StreamReader reader, string name)
    {
        var characters = new char[1 << 16];
        var text = new StringBuilder();
        for (int count; (count = reader.Read(characters)) > 0;)
        {
            if (characters.AsSpan(0, count).Contains('\uFFFD'))
            {
                throw new UserFault(ExitCode.Data, $"{name}: is not UTF-8; convert it, for instance with iconv -f latin1 -t utf-8");
            }

            text.Append(characters, 0, count);
            if (text.Length > MaximumCharacters)
            {
                throw new UserFault(ExitCode.Data, $"{name}: holds more than {MaximumCharacters} characters; is it a text?");
            }
        }

        return text.ToString();
    }
}
