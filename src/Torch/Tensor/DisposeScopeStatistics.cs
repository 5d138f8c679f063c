namespace TorchSharp;

/// <summary>How many objects of one kind a thread has made, and what became of them.</summary>
public class LifetimeStatistics
{
    private long createdOutsideScope, createdInScope, attached, detached, disposedInScope, disposedOutsideScope;

    public long CreatedOutsideScopeCount => Interlocked.Read(ref createdOutsideScope);

    public long CreatedInScopeCount => Interlocked.Read(ref createdInScope);

    public long AttachedToScopeCount => Interlocked.Read(ref attached);

    public long DetachedFromScopeCount => Interlocked.Read(ref detached);

    public long DisposedInScopeCount => Interlocked.Read(ref disposedInScope);

    public long DisposedOutsideScopeCount => Interlocked.Read(ref disposedOutsideScope);

    public long ThreadTotalLiveCount =>
        CreatedInScopeCount + CreatedOutsideScopeCount - DisposedInScopeCount - DisposedOutsideScopeCount;

    public void Reset() =>
        createdOutsideScope = createdInScope = attached = detached = disposedInScope = disposedOutsideScope = 0;

    public override string ToString() =>
        $"live {ThreadTotalLiveCount}; created in scope {CreatedInScopeCount}, outside {CreatedOutsideScopeCount}; "
        + $"attached {AttachedToScopeCount}, detached {DetachedFromScopeCount}; "
        + $"disposed in scope {DisposedInScopeCount}, outside {DisposedOutsideScopeCount}";

    // Interlocked, because disposal may happen on another thread than creation, the finalizer's among them.
    internal void CountCreatedInScope() => Interlocked.Increment(ref createdInScope);

    internal void CountCreatedOutsideScope() => Interlocked.Increment(ref createdOutsideScope);

    internal void CountAttached() => Interlocked.Increment(ref attached);

    internal void CountDetached() => Interlocked.Increment(ref detached);

    internal void CountDisposedInScope() => Interlocked.Increment(ref disposedInScope);

    internal void CountDisposedOutsideScope() => Interlocked.Increment(ref disposedOutsideScope);
}

/// <summary>The statistics of all scoped objects that one thread has made.</summary>
public class ThreadDisposeScopeStatistics
{
    public LifetimeStatistics TensorStatistics { get; } = new();

    public LifetimeStatistics PackedSequenceStatistics { get; } = new();

    public long CreatedOutsideScopeCount => Sum(static s => s.CreatedOutsideScopeCount);

    public long CreatedInScopeCount => Sum(static s => s.CreatedInScopeCount);

    public long AttachedToScopeCount => Sum(static s => s.AttachedToScopeCount);

    public long DetachedFromScopeCount => Sum(static s => s.DetachedFromScopeCount);

    public long DisposedInScopeCount => Sum(static s => s.DisposedInScopeCount);

    public long DisposedOutsideScopeCount => Sum(static s => s.DisposedOutsideScopeCount);

    public long ThreadTotalLiveCount => Sum(static s => s.ThreadTotalLiveCount);

    public void Reset()
    {
        TensorStatistics.Reset();
        PackedSequenceStatistics.Reset();
    }

    public override string ToString() => $"tensors: {TensorStatistics}; packed sequences: {PackedSequenceStatistics}";

    private long Sum(Func<LifetimeStatistics, long> count) => count(TensorStatistics) + count(PackedSequenceStatistics);
}
