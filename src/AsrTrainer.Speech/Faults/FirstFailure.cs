using System.Runtime.ExceptionServices;

namespace AsrTrainer.Speech.Faults;

/// <summary>Work on several threads that fails as if it had been done on one.</summary>
internal static class FirstFailure
{
    /// <summary>
    /// Does <paramref name="work"/>; of the failures that its threads met the first is thrown, and not all of them in a bundle.
    /// </summary>
    public static void Of(Action work)
    {
        try
        {
            work();
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }
}
