namespace AsrTrainer.Neural.Training;

/// <summary>
/// Lets another thread write a run's checkpoint while a step computes: what a checkpoint holds (weights, optimiser, state) changes only
/// while the training has the gate closed.
/// </summary>
internal sealed class CommitGate
{
    private readonly SemaphoreSlim open = new(1, 1);

    // The training thread's own.
    private bool isClosed;

    // Under the gate.
    private bool hasEnded;
    private bool isLeft;

    /// <summary>The training is about to change what a checkpoint holds; does nothing if the gate is closed.</summary>
    /// <exception cref="OperationCanceledException">The run was left: nothing may change any more.</exception>
    public void Close()
    {
        Take();
        if (isLeft)
        {
            throw new OperationCanceledException("the run was left while this step was being computed");
        }
    }

    /// <summary>The training has changed it, and computes again; does nothing if the gate is open, or the run has ended.</summary>
    public void Open()
    {
        if (isClosed && !hasEnded)
        {
            isClosed = false;
            open.Release();
        }
    }

    /// <summary>The training has stopped; from now on it alone writes.</summary>
    public void End()
    {
        if (!hasEnded)
        {
            Take();
            hasEnded = true;
            isClosed = false;
            open.Release();
        }
    }

    /// <summary>
    /// For another thread: does <paramref name="save"/> while the training computes, and keeps the training from changing anything
    /// afterwards. Waits while the gate is closed.
    /// </summary>
    /// <returns>False, with nothing done, if the training has stopped by itself.</returns>
    public bool Leave(Action save)
    {
        open.Wait();
        try
        {
            if (hasEnded)
            {
                return false;
            }

            save();
            isLeft = true;
            return true;
        }
        finally
        {
            open.Release();
        }
    }

    private void Take()
    {
        if (!isClosed)
        {
            open.Wait();
            isClosed = true;
        }
    }
}
