using System.Collections.Concurrent;
using System.Diagnostics;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Examination;

/// <summary>Decodes the audio of corpora on several threads, each file once, without what is remembered.</summary>
internal static class AudioExamination
{
    // A first examination may take hours: a machine that stops costs no more than this.
    private static readonly TimeSpan SaveInterval = TimeSpan.FromMinutes(5);

    /// <summary>Looks at all utterances; what was found until it ended, however it ended, is kept for the next time.</summary>
    /// <param name="corpora">The corpora.</param>
    /// <param name="workers">Threads to decode on.</param>
    /// <param name="report">Told before the first file and after each; from any thread.</param>
    /// <param name="cancellation">Stops between two files.</param>
    /// <returns>Files that had to be decoded.</returns>
    public static int Run(
        IReadOnlyList<ExaminedAudio> corpora, int workers, Action<ExaminationProgress> report, CancellationToken cancellation)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
        foreach (var corpus in corpora)
        {
            FirstFailure.Of(() => Parallel.For(0, corpus.Utterances.Count, parallel, corpus.Recall));
        }

        (ExaminedAudio Corpus, int Index)[] pending =
        [
            .. corpora.SelectMany(corpus => Enumerable.Range(0, corpus.Utterances.Count)
                .Where(index => !corpus.IsKnown(index)).Select(index => (corpus, index))),
        ];
        if (pending.Length == 0)
        {
            return 0;
        }

        try
        {
            FirstFailure.Of(() => Decode(pending, parallel, report, () => Save(corpora)));
        }
        finally
        {
            Save(corpora);
        }

        return pending.Length;
    }

    private static void Decode(
        (ExaminedAudio Corpus, int Index)[] pending, ParallelOptions parallel, Action<ExaminationProgress> report, Action save)
    {
        var saved = Stopwatch.StartNew();
        var total = pending.Sum(one => one.Corpus.Utterances[one.Index].Seconds);
        var gate = new Lock();
        var (files, seconds) = (0, 0.0);
        report(new ExaminationProgress(0, pending.Length, 0, total));

        // In the corpus's order, which is mostly the disk's.
        Parallel.ForEach(Partitioner.Create(pending, loadBalance: true), parallel, one =>
        {
            one.Corpus.Decode(one.Index);
            lock (gate)
            {
                files++;
                seconds += one.Corpus.Utterances[one.Index].Seconds;
                report(new ExaminationProgress(files, pending.Length, seconds, total));
                if (saved.Elapsed > SaveInterval)
                {
                    save();
                    saved.Restart();
                }
            }
        });
    }

    private static void Save(IReadOnlyList<ExaminedAudio> corpora)
    {
        foreach (var corpus in corpora)
        {
            corpus.Save();
        }
    }
}
