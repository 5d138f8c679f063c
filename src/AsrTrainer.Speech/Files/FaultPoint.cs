using System.Diagnostics;

namespace AsrTrainer.Speech.Files;

/// <summary>
/// Places where the tests let the program die or the disk be full. <c>ASR_FAULT=checkpoint.state@2:kill</c> ends the process as SIGKILL
/// does when that place is reached for the second time; <c>:full</c> instead of <c>:kill</c> fails as a full disk does, then and at every
/// later time; <c>:hang</c> stays there. Without the variable nothing happens.
/// </summary>
public static class FaultPoint
{
    // ENOSPC, as the runtime hands it on.
    private const int NoSpace = 28;

    private static readonly (string Place, int Time, string Fault)? Wanted = Parse(Environment.GetEnvironmentVariable("ASR_FAULT"));
    private static int reached;

    /// <summary>Says that the program is at this place.</summary>
    /// <param name="place">Its name.</param>
    /// <exception cref="IOException">The wanted fault is a full disk.</exception>
    public static void Reach(string place)
    {
        if (Wanted is not { } wanted || wanted.Place != place || Interlocked.Increment(ref reached) < wanted.Time)
        {
            return;
        }

        if (wanted.Fault == "full")
        {
            throw new IOException($"No space left on device ({place}, as ASR_FAULT asks)", NoSpace);
        }

        if (wanted.Fault == "kill")
        {
            Process.GetCurrentProcess().Kill();
        }

        Thread.Sleep(Timeout.Infinite);
    }

    private static (string Place, int Time, string Fault)? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var (at, colon) = (text.IndexOf('@', StringComparison.Ordinal), text.LastIndexOf(':'));
        return at > 0 && colon > at && int.TryParse(text.AsSpan(at + 1, colon - at - 1), out var time)
            && text[(colon + 1)..] is "kill" or "full" or "hang"
            ? (text[..at], time, text[(colon + 1)..])
            : throw new ArgumentException($"ASR_FAULT={text}: must be PLACE@TIME:kill, :full or :hang");
    }
}
