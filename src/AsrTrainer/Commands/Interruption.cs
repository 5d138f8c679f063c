using System.Runtime.InteropServices;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>
/// Ctrl+C, SIGTERM and a terminal that hangs up: the first asks the work to stop where it can leave everything in order; work that is
/// inside something long is not waited for; the second signal ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    // A run is to end within ten seconds, most of which a large checkpoint takes on a slow disk.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock leaving = new();
    private readonly ManualResetEventSlim ended = new();
    private readonly ProgramOutput output;
    private readonly Action<int> exit;
    private readonly TimeSpan patience;
    private readonly PosixSignalRegistration[] registrations;
    private int signals;

    /// <summary>Listens until disposed.</summary>
    /// <param name="output">Where the first signal is answered.</param>
    /// <param name="exit">Ends the process, at once and without running anything.</param>
    /// <param name="patience">How long after the first signal the work is waited for; null for two seconds.</param>
    public Interruption(ProgramOutput output, Action<int> exit, TimeSpan? patience = null)
    {
        this.output = output;
        this.exit = exit;
        this.patience = patience ?? Patience;
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>What a signal does.</summary>
    internal void Signal()
    {
        if (Interlocked.Increment(ref signals) > 1)
        {
            // Whatever is computing must not see the libraries taken apart under it.
            exit((int)ExitCode.Interrupted);
            return;
        }

        output.LeaveScreen?.Invoke();
        output.Messages.WriteLine("stopping; once more to stop at once");
        source.Cancel();
        new Thread(LeaveWhenOverdue) { IsBackground = true, Name = "stop in time" }.Start();
    }

    public void Dispose()
    {
        lock (leaving)
        {
            ended.Set();
        }

        foreach (PosixSignalRegistration registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
    }

    private void LeaveWhenOverdue()
    {
        ended.Wait(patience);
        lock (leaving)
        {
            if (ended.IsSet || Leave() is not { } code)
            {
                return;
            }

            output.Results.Flush();
            output.Messages.Flush();
            exit((int)code);
        }
    }

    private ExitCode? Leave()
    {
        if (output.LeaveWork is { } leave)
        {
            return leave();
        }

        output.Messages.WriteLine("stopped");
        return ExitCode.Interrupted;
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Signal();
    }
}
