using AsrTrainer.Reports;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Metrics;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Commands;

/// <summary>Scores that other calls, or other programs, left in files.</summary>
internal static class ScoredFiles
{
    /// <summary>Holds a file of hypotheses against one of references.</summary>
    /// <param name="references">What was said.</param>
    /// <param name="hypotheses">What was recognised.</param>
    /// <param name="normalizer">Both go through it.</param>
    /// <param name="name">What reports call the result.</param>
    /// <exception cref="UserFault">A file cannot be read, or they do not name the same utterances.</exception>
    public static ScoredSet Score(string references, string hypotheses, TranscriptNormalizer normalizer, string name)
    {
        IReadOnlyList<TranscriptLine> said = TranscriptFile.Read(references);
        if (said.Count == 0)
        {
            throw new UserFault(ExitCode.Data, $"--ref {references}: holds no utterance; give the file with what was said");
        }

        Dictionary<string, string> heard = TranscriptFile.Read(hypotheses).ToDictionary(line => line.Id, line => line.Text);
        string[] problems = [.. SameUtterances.Problems(references, said.Select(line => line.Id), hypotheses, heard.Keys)];
        if (problems.Length > 0)
        {
            throw new UserFault(ExitCode.Data, problems);
        }

        // As in LibriSpeech and as sclite takes them: 84-121123-0003 is spoken by 84.
        bool haveSpeakers = said.All(line => line.Id.IndexOfAny(['-', '_']) > 0);
        return new ScoredSet(name,
        [
            .. said.Select(line => ScoredUtterance.Of(
                line.Id,
                haveSpeakers ? line.Id[..line.Id.IndexOfAny(['-', '_'])] : null,
                normalizer.Normalize(line.Text),
                normalizer.Normalize(heard[line.Id]))),
        ]);
    }

    /// <summary>The result of <c>asr eval --output</c> or <c>asr score --output</c>: its folder or the table in it.</summary>
    /// <exception cref="UserFault">It is not there, or no such result.</exception>
    public static ScoredResult Read(string path)
    {
        string table = Directory.Exists(path) ? Path.Combine(path, UtteranceTable.Name) : path;
        return Path.Exists(table) ? UtteranceTable.Read(table) : throw new UserFault(
            ExitCode.Data,
            $"{path}: {(table == path ? "no such file or folder" : $"a folder without {UtteranceTable.Name}")}; "
            + $"give what asr eval --output or asr score --output wrote, the folder or its {UtteranceTable.Name}; "
            + "texts of other systems are given with --ref and --hyp");
    }
}
