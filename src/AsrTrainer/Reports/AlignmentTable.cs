using System.Globalization;
using System.Text;
using AsrTrainer.Speech.Decoding;

namespace AsrTrainer.Reports;

/// <summary>Words with their times as people read them: a line for each, in seconds.</summary>
internal static class AlignmentTable
{
    public static string Of(IEnumerable<TimedWord> words)
    {
        var text = new StringBuilder("    start        end  confidence  word\n");
        foreach (TimedWord word in words)
        {
            text.Append(CultureInfo.InvariantCulture, $"{word.Start,9:F3}  {word.End,9:F3}  {word.Confidence,10:F2}  {word.Text}\n");
        }

        return text.ToString();
    }
}
