using System.Runtime.InteropServices;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>
/// Ctrl+C, SIGTERM and a terminal that hangs up: the first asks the work to stop where it can leave everything in order, the second
/// ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly ProgramOutput output;
    private readonly Action<int> exit;
    private readonly PosixSignalRegistration[] registrations;
    private int signals;

    /// <summary>Listens until disposed.</summary>
    /// <param name="output">Where the first signal is answered.</param>
    /// <param name="exit">Ends the process on the second, at once and without running anything.</param>
    public Interruption(ProgramOutput output, Action<int> exit)
    {
        this.output = output;
        this.exit = exit;
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
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Signal();
    }
}
