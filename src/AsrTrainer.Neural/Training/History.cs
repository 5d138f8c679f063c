using System.Globalization;
using AsrTrainer.Speech.Files;
using CsvHelper;

namespace AsrTrainer.Neural.Training;

/// <summary>
/// <c>history.csv</c>: a row an epoch. Rows of epochs that a resumed run will do again are dropped when it is opened; the file is always
/// whole, being written anew for each row.
/// </summary>
internal sealed class History
{
    private readonly string path;
    private readonly List<string[]> rows = [];

    /// <summary>Opens or begins the history of a run.</summary>
    /// <param name="path">The file.</param>
    /// <param name="epochsDone">Epochs that stay.</param>
    /// <param name="devNames">The dev sets, for the columns.</param>
    /// <param name="notice">Told of rows that should be there and are not.</param>
    public History(string path, int epochsDone, IEnumerable<string> devNames, Action<string> notice)
    {
        this.path = path;
        string[] header =
        [
            "epoch", "step", "train_loss", "learning_rate", "audio_seconds", "train_seconds", "audio_x", "wait_share", "skipped_steps",
            .. devNames.SelectMany(name => (string[])[$"{name}_wer", $"{name}_cer"]),
        ];
        rows.Add(header);
        if (epochsDone == 0)
        {
            return;
        }

        var done = File.Exists(path) ? HistoryRows.Read(path, header.Length, epochsDone) : [];
        rows.AddRange(done);
        if (done.Count < epochsDone)
        {
            notice(
                $"{path} holds {done.Count} of the {epochsDone} epochs that are done; the rows of the others are lost (log.txt has them)");
        }
    }

    /// <summary>Adds an epoch and writes the file.</summary>
    public void Append(EpochResult result)
    {
        static string Number(double value, string format = "0.######") => value.ToString(format, CultureInfo.InvariantCulture);
        string[] row =
        [
            Number(result.Epoch),
            Number(result.Step),
            result.TrainLoss is { } loss ? Number(loss) : "",
            Number(result.LearningRate, "0.####e-0"),
            Number(result.AudioSeconds, "0.#"),
            Number(result.TrainSeconds, "0.##"),
            Number(result.AudioSeconds / Math.Max(result.TrainSeconds, 1e-9), "0.#"),
            Number(result.WaitShare, "0.####"),
            Number(result.SkippedSteps),
            .. result.Dev.SelectMany(score => (string[])[Number(score.Words.Rate, "0.####"), Number(score.Characters.Rate, "0.####")]),
        ];
        rows.Add([.. row, .. Enumerable.Repeat("", rows[0].Length - row.Length)]);
        AtomicFile.Write(path, stream =>
        {
            using var csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
            foreach (var fields in rows)
            {
                csv.WriteRecord(fields);
            }
        });
    }
}
