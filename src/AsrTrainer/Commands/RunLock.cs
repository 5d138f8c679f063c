using System.Globalization;
using System.Text;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Commands;

/// <summary>
/// The file <c>lock</c> in a run's folder, held by the one process that trains there. The kernel lets go of it when the process ends,
/// however it ends; the text in it says who that is or was.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private const string Name = "lock";

    // EWOULDBLOCK of flock: the runtime hands the number on.
    private const int WouldBlock = 11;

    // More than any race can ask for; a file system that does not give back what was written ends here too.
    private const int MostAttempts = 100;

    private readonly string path;
    private readonly FileStream hold;
    private int released;

    private RunLock(string path, FileStream hold, string? takenOver) => (this.path, this.hold, TakenOver) = (path, hold, takenOver);

    /// <summary>Who held it and ended without giving it back, or null.</summary>
    public string? TakenOver { get; }

    /// <summary>Takes the lock of a folder.</summary>
    /// <exception cref="UserFault">
    /// With <see cref="ExitCode.Usage"/>: another process holds it; named are its number and its host.
    /// </exception>
    public static RunLock Take(string folder)
    {
        string path = Path.Combine(folder, Name);
        string mine = string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}");
        for (int attempt = 1; ; attempt++)
        {
            FileStream hold = Open(folder, path);
            string before = HeldFile.FirstLine(hold);
            hold.SetLength(0);
            hold.Write(Encoding.UTF8.GetBytes(mine + "\n"));
            hold.Flush(flushToDisk: true);
            if (HeldFile.FirstLine(path) == mine || attempt == MostAttempts)
            {
                return new RunLock(path, hold, before.Length == 0 || before == mine ? null : before);
            }

            // Its last owner removed the file between our opening and our holding it: what is held here nobody else can find.
            hold.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref released, 1) == 1)
        {
            return;
        }

        // Somebody may have removed it, and another may hold a new one.
        if (HeldFile.FirstLine(path) == HeldFile.FirstLine(hold))
        {
            File.Delete(path);
        }

        hold.Dispose();
    }

    private static FileStream Open(string folder, string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException cause) when (cause.HResult == WouldBlock)
        {
            string owner = HeldFile.FirstLine(path) is { Length: > 0 } line ? line : "another process";
            throw new UserFault(
                ExitCode.Usage,
                $"{folder}: {owner} trains in this folder; "
                + "wait for it, or train into another one with --run-dir",
                cause);
        }
    }
}
