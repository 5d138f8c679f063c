using System.Text;
using AsrTrainer.Speech.Corpora;

namespace AsrTrainer.Reports;

/// <summary>What <c>asr data check</c> prints: a line for each corpus, and a row for each reason, within 80 columns.</summary>
internal static class ExaminationReport
{
    private const int Columns = 80;
    private const int CharactersShown = 20;

    /// <summary>The report, without an end of line.</summary>
    public static string Of(IReadOnlyList<CheckedCorpus> corpora)
    {
        var text = new StringBuilder();
        foreach (CheckedCorpus corpus in corpora)
        {
            // Of those that were wanted, as where a corpus is refused.
            int wanted = corpus.Utterances.Count + corpus.Dropped.Count;
            text.Append($"{corpus.Name}: {corpus.Utterances.Count} of {Figures.Count(wanted, "utterance")} usable, ");
            text.Append(corpus.LeftOut.Count == 0 ? "" : $"{corpus.LeftOut.Count} left out by choice, ");
            text.Append($"{Figures.AudioLength(corpus.Seconds)} of audio\n");
        }

        IReadOnlyList<FindingGroup> groups = FindingGroup.Of(corpora);
        if (groups.Count == 0)
        {
            return text.Append("nothing was found").ToString();
        }

        text.Append($"\n{"severity",-8}  {"reason",-24}  {"count",7}  example\n");
        foreach (FindingGroup group in groups)
        {
            string start = $"{FindingReasons.NameOf(group.Example.Severity),-8}  {FindingReasons.NameOf(group.Example.Reason),-24}  "
                + $"{group.Count,7}  ";
            text.Append(start + Example(group.Example, Columns - start.Length)).Append('\n');
        }

        Characters(text, FindingGroup.UnknownCharacters(corpora));
        return text.ToString().TrimEnd('\n');
    }

    // Ids can be long paths, whose ends tell them apart; of a value the beginning does.
    private static string Example(Finding finding, int columns)
    {
        string name = finding.UtteranceId.Length > 0 ? finding.UtteranceId : finding.Path;
        string value = finding.Value.Length == 0 ? "" : $": {finding.Value}";
        int forValue = columns - Math.Min(name.Length, columns / 2);
        value = value.Length > forValue ? $"{value[..(forValue - 1)]}…" : value;
        int forName = columns - value.Length;
        return (name.Length > forName ? $"…{name[^(forName - 1)..]}" : name) + value;
    }

    private static void Characters(StringBuilder text, IReadOnlyList<UnknownCharacterOf> unknown)
    {
        if (unknown.Count == 0)
        {
            return;
        }

        text.Append("\ncharacters outside the alphabet:\n");
        foreach (UnknownCharacterOf one in unknown.Take(CharactersShown))
        {
            text.Append($"  {one.Name}: {Figures.Count(one.Count, "time")}, first in {one.UtteranceId} of {one.Corpus}\n");
        }

        if (unknown.Count > CharactersShown)
        {
            text.Append($"  and {unknown.Count - CharactersShown} others\n");
        }
    }
}
