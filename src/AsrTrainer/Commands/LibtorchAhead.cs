using TorchSharp;

namespace AsrTrainer.Commands;

/// <summary>
/// Loads libtorch on a thread of its own, while the command reads what it needs none of it for: Debian's links hundreds of libraries, and
/// half of the time of a short call is theirs.
/// </summary>
/// <remarks>
/// The system loads one library at a time, and .NET looks its own functions up with the same lock: whatever is called for the first time
/// meanwhile waits. Work that has opened files before runs on.
/// </remarks>
internal static class LibtorchAhead
{
    /// <summary>Returns at once; whoever needs libtorch before it is there waits for it.</summary>
    public static void Begin() => new Thread(Load) { IsBackground = true, Name = "loading libtorch" }.Start();

    private static void Load()
    {
        try
        {
            _ = torch.__version__;
        }
        catch (Exception)
        {
            // The command meets the same when it needs libtorch, and says so where the user sees it.
        }
    }
}
