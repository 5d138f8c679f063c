using System.Runtime.ExceptionServices;

namespace AsrTrainer.Speech.Batching;

/// <summary>
/// Makes numbered things ahead of their use on threads of its own and hands them over in order. The number of threads changes when a
/// thing is made, never which thing comes when; a failure is thrown at the place of the thing that failed.
/// </summary>
/// <param name="first">The first number.</param>
/// <param name="end">The number after the last.</param>
/// <param name="workers">Threads that make things.</param>
/// <param name="depth">The most things that are being made or wait to be taken.</param>
/// <param name="make">Makes a thing; called by several threads at once.</param>
/// <param name="waited">Told how long each hand-over kept the consumer waiting.</param>
/// <param name="clock">Measures the waiting; the system's if null.</param>
internal sealed class OrderedPrefetch<T>(
    int first, int end, int workers, int depth, Func<int, CancellationToken, T> make, Action<TimeSpan> waited,
    TimeProvider? clock = null)
{
    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private readonly object gate = new();
    private readonly Dictionary<int, (T? Made, ExceptionDispatchInfo? Failure)> ready = [];
    private int toMake = first;
    private int toTake = first;
    private bool stopped;

    /// <summary>The things in order; to be enumerated once. Ending the enumeration early ends the threads.</summary>
    public IEnumerable<T> Run(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var wake = stop.Token.Register(Wake);
        List<Thread> threads = [];
        try
        {
            for (var i = 0; i < Math.Min(workers, end - toTake); i++)
            {
                var thread = new Thread(() => Work(stop.Token)) { IsBackground = true, Name = $"batch loader {i}" };
                thread.Start();
                threads.Add(thread);
            }

            while (toTake < end)
            {
                yield return Take(cancellation);
            }
        }
        finally
        {
            lock (gate)
            {
                // Cancelling wakes nobody a second time: whoever was woken before this was set waits again.
                stopped = true;
                Monitor.PulseAll(gate);
            }

            stop.Cancel();
            threads.ForEach(thread => thread.Join());
        }
    }

    private T Take(CancellationToken cancellation)
    {
        var begin = clock.GetTimestamp();
        (T? Made, ExceptionDispatchInfo? Failure) outcome;
        lock (gate)
        {
            // Whoever cancelled learns of it even when the next thing is ready.
            cancellation.ThrowIfCancellationRequested();
            while (!ready.Remove(toTake, out outcome))
            {
                Monitor.Wait(gate);
                cancellation.ThrowIfCancellationRequested();
            }

            toTake++;
            Monitor.PulseAll(gate);
        }

        waited(clock.GetElapsedTime(begin));
        outcome.Failure?.Throw();
        return outcome.Made!;
    }

    private void Work(CancellationToken stop)
    {
        while (Claim() is { } number)
        {
            (T?, ExceptionDispatchInfo?) outcome;
            try
            {
                outcome = (make(number, stop), null);
            }
            catch (Exception failure)
            {
                outcome = (default, ExceptionDispatchInfo.Capture(failure));
            }

            lock (gate)
            {
                ready[number] = outcome;
                Monitor.PulseAll(gate);
            }
        }
    }

    private int? Claim()
    {
        lock (gate)
        {
            while (!stopped && toMake < end && toMake >= toTake + depth)
            {
                Monitor.Wait(gate);
            }

            return stopped || toMake >= end ? null : toMake++;
        }
    }

    private void Wake()
    {
        lock (gate)
        {
            Monitor.PulseAll(gate);
        }
    }
}
