using AsrTrainer.Configuration;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Examination;

namespace AsrTrainer.Commands;

/// <summary>Examines corpora by a configuration, shows how far it is, and keeps what was found in the cache folder.</summary>
internal static class DataExamination
{
    /// <summary>The corpora, in their order, without the utterances that cannot be used, and with all that was found.</summary>
    /// <param name="corpora">As they were read.</param>
    /// <param name="configuration">The limits, and the model's sample rate.</param>
    /// <param name="workers">Threads to decode on; null for one on each core.</param>
    /// <param name="output">Where the progress is shown.</param>
    /// <param name="say">Told what was done.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IReadOnlyList<CheckedCorpus> Run(
        IReadOnlyList<CorpusToExamine> corpora,
        AsrConfiguration configuration,
        int? workers,
        ProgramOutput output,
        Action<string> say,
        CancellationToken cancellation)
    {
        var progress = new ExaminationProgressLine(output.Screen, output.IsTerminal, TimeProvider.System);
        var examination = new CorpusExamination
        {
            Limits = configuration.Data.Check,
            SampleRate = configuration.Features.SampleRate,
            Workers = workers ?? Processors.Usable(),
            CacheFolder = CacheFolder.Find(),
            Notice = say,
            Report = progress.Show,
        };
        IReadOnlyList<CheckedCorpus> examined;
        try
        {
            examined = examination.Run(corpora, cancellation);
        }
        finally
        {
            progress.Clear();
        }

        if (progress.Summary is { } summary)
        {
            say(summary);
        }

        return examined;
    }
}
