namespace TorchSharp;

/// <summary>Disposes what was made on this thread while it was the current scope, unless it was moved or detached. A scope belongs
/// to the thread that opened it and must not be held across an <c>await</c>.</summary>
public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager owner;
    private readonly HashSet<IScoped> members = new(ReferenceEqualityComparer.Instance);
    private bool disposed;

    internal DisposeScope(DisposeScopeManager owner) => this.owner = owner;

    public int DisposablesCount => Members.Count;

    public IReadOnlyList<IDisposable> DisposablesView => [.. Members];

    private HashSet<IScoped> Members
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return members;
        }
    }

    public bool Contains(IDisposable disposable) => disposable is IScoped scoped && Members.Contains(scoped);

    public void Attach(IDisposable disposable)
    {
        IScoped scoped = Scoped(disposable);
        ObjectDisposedException.ThrowIf(disposed, this);
        if (scoped.OwningScope is { } previous)
        {
            previous.members.Remove(scoped);
        }
        else
        {
            scoped.Lifetime.CountAttached();
        }

        Adopt(scoped);
    }

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        IDisposable[] attached = [.. disposables];
        foreach (IDisposable disposable in attached)
        {
            Attach(disposable);
        }

        return attached;
    }

    public T Detach<T>(T disposable) where T : IDisposable
    {
        IScoped scoped = Scoped(disposable);
        if (Members.Contains(scoped))
        {
            Forget(scoped);
            scoped.Lifetime.CountDetached();
        }

        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable where T2 : IDisposable => (Detach(first), Detach(second));

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables)
        {
            Detach(disposable);
        }
    }

    /// <summary>Moves to the scope around this one; without one, detaches.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        DisposeScope? outer = owner.OuterOf(this);
        return outer is null ? Detach(disposable) : MoveToOther(outer, disposable);
    }

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable where T2 : IDisposable => (MoveToOuter(first), MoveToOuter(second));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables)
        {
            MoveToOuter(disposable);
        }
    }

    public T MoveToOther<T>(DisposeScope scope, T disposable) where T : IDisposable
    {
        IScoped scoped = Scoped(disposable);
        if (Members.Contains(scoped))
        {
            scope.Attach(disposable);
        }

        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope scope, T1 first, T2 second)
        where T1 : IDisposable where T2 : IDisposable => (MoveToOther(scope, first), MoveToOther(scope, second));

    public void MoveToOther(DisposeScope scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope scope, IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables)
        {
            MoveToOther(scope, disposable);
        }
    }

    public void DisposeEverything() => DisposeEverythingBut(Enumerable.Empty<IDisposable>());

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var kept = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (IScoped member in Members.ToArray())
        {
            if (!kept.Contains(member))
            {
                member.Dispose(); // which takes it out of this scope
            }
        }
    }

    /// <summary>Takes out an object that has been disposed by other means.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        IScoped scoped = Scoped(disposable);
        if (Members.Contains(scoped))
        {
            Forget(scoped);
            scoped.Lifetime.CountDisposedInScope();
        }
    }

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        DisposeEverything();
        disposed = true;
        owner.Close(this);
    }

    internal void Adopt(IScoped scoped)
    {
        members.Add(scoped);
        scoped.OwningScope = this;
    }

    internal void Forget(IScoped scoped)
    {
        members.Remove(scoped);
        scoped.OwningScope = null;
    }

    private static IScoped Scoped(IDisposable disposable) => disposable as IScoped
        ?? throw new InvalidOperationException(
            $"A dispose scope holds tensors and packed sequences only, not {disposable?.GetType().FullName ?? "null"}.");
}
