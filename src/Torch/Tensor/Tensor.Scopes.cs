namespace TorchSharp;

public static partial class torch
{
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.OfThisThread.Current;

    public static DisposeScope NewDisposeScope() => DisposeScopeManager.OfThisThread.Open();

    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(expr());
    }

    public partial class Tensor
    {
        private DisposeScope? OwningScope => ((IScoped)this).OwningScope;

        public Tensor MoveToOuterDisposeScope()
        {
            OwningScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope other)
        {
            // One that is in no scope joins, as one that is in another moves.
            other.Attach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other)
        {
            if (other.OwningScope is { } scope)
            {
                scope.Attach(this);
            }
            else
            {
                OwningScope?.Detach(this);
            }

            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningScope?.Detach(this);
            return this;
        }

        /// <summary>The package's older, misspelt name.</summary>
        public Tensor DetatchFromDisposeScope() => DetachFromDisposeScope();
    }
}
