using System.Runtime.ExceptionServices;

namespace AsrTrainer.Torch.Tests;

/// <summary>Runs a test on a thread of its own. Live tensors are counted by the thread that made them, and on the test runner's threads
/// the finalizer may at any time collect what earlier tests have left behind.</summary>
internal static class OwnThread
{
    public static void Run(Action test)
    {
        ExceptionDispatchInfo? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                test();
            }
            catch (Exception thrown)
            {
                fault = ExceptionDispatchInfo.Capture(thrown);
            }
        });
        thread.Start();
        thread.Join();
        fault?.Throw();
    }
}
