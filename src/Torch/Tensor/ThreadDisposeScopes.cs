namespace TorchSharp;

/// <summary>What can live in a <see cref="DisposeScope"/>: tensors and packed sequences.</summary>
internal interface IScoped : IDisposable
{
    DisposeScope? OwningScope { get; set; }

    LifetimeStatistics Lifetime { get; }
}

/// <summary>The stack of dispose scopes of one thread, and its statistics.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? ofThisThread;

    private readonly List<DisposeScope> scopes = [];

    public static ThreadDisposeScopeStatistics Statistics => OfThisThread.ThreadStatistics;

    internal static DisposeScopeManager OfThisThread => ofThisThread ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics ThreadStatistics { get; } = new();

    internal DisposeScope? Current => scopes.Count == 0 ? null : scopes[^1];

    /// <summary>Puts a new object into this thread's current scope, if there is one, and counts it.</summary>
    internal static LifetimeStatistics Register(IScoped created)
    {
        DisposeScopeManager manager = OfThisThread;
        LifetimeStatistics lifetime = created is torch.Tensor
            ? manager.ThreadStatistics.TensorStatistics
            : manager.ThreadStatistics.PackedSequenceStatistics;
        if (manager.Current is { } scope)
        {
            scope.Adopt(created);
            lifetime.CountCreatedInScope();
        }
        else
        {
            lifetime.CountCreatedOutsideScope();
        }

        return lifetime;
    }

    /// <summary>Takes an object that has just been disposed (or, on the finalizer's thread, collected) out of its scope.</summary>
    internal static void Unregister(IScoped gone, bool disposing)
    {
        // A collected object was in no scope that anyone can still reach, and a scope is not made for several threads.
        if (disposing && gone.OwningScope is { } scope)
        {
            scope.Forget(gone);
            gone.Lifetime.CountDisposedInScope();
        }
        else
        {
            gone.Lifetime.CountDisposedOutsideScope();
        }
    }

    internal DisposeScope Open()
    {
        var scope = new DisposeScope(this);
        scopes.Add(scope);
        return scope;
    }

    internal void Close(DisposeScope scope) => scopes.Remove(scope);

    /// <summary>The scope that encloses the given one now: scopes may be closed out of order.</summary>
    internal DisposeScope? OuterOf(DisposeScope scope)
    {
        int index = scopes.LastIndexOf(scope);
        return index > 0 ? scopes[index - 1] : null;
    }
}
