using AsrTrainer.Neural.Training;

namespace AsrTrainer.Reports;

/// <summary>Shows a training run: live on a terminal, as plain lines where the output is a file or a pipe.</summary>
internal interface ITrainingDisplay : ITrainingObserver
{
    /// <summary>How long the figures may stay as they are before new ones are worth showing.</summary>
    TimeSpan Interval { get; }

    /// <summary>Shows while <paramref name="work"/> runs, and leaves the screen as a reader of the scroll-back wants it.</summary>
    void During(Action work);

    /// <summary>Draws nothing in place from now on, and takes away what is drawn; any thread may ask for it.</summary>
    void Stop();
}
