// Sequences of unequal length without padding: the frames of all sequences at step 0, then at step 1, and so on, the longest first.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static partial class rnn
            {
                public sealed class PackedSequence : IDisposable, IScoped
                {
                    public readonly Tensor data;
                    public readonly Tensor batch_sizes;
                    public readonly Tensor? sorted_indices;
                    public readonly Tensor? unsorted_indices;

                    private readonly LifetimeStatistics _lifetime;
                    private bool _disposed;

                    // Takes over the tensors.
                    internal PackedSequence(Tensor data, Tensor batchSizes, Tensor? sortedIndices, Tensor? unsortedIndices)
                    {
                        this.data = data.DetachFromDisposeScope();
                        batch_sizes = batchSizes.DetachFromDisposeScope();
                        sorted_indices = sortedIndices?.DetachFromDisposeScope();
                        unsorted_indices = unsortedIndices?.DetachFromDisposeScope();
                        _lifetime = DisposeScopeManager.Register(this);
                    }

                    DisposeScope? IScoped.OwningScope { get; set; }

                    LifetimeStatistics IScoped.Lifetime => _lifetime;

                    public PackedSequence MoveToOuterDisposeScope()
                    {
                        ((IScoped)this).OwningScope?.MoveToOuter(this);
                        return this;
                    }

                    public PackedSequence DetachFromDisposeScope()
                    {
                        ((IScoped)this).OwningScope?.Detach(this);
                        return this;
                    }

                    public void Dispose()
                    {
                        if (_disposed)
                        {
                            return;
                        }

                        _disposed = true;
                        DisposeScopeManager.Unregister(this, disposing: true);
                        data.Dispose();
                        batch_sizes.Dispose();
                        sorted_indices?.Dispose();
                        unsorted_indices?.Dispose();
                    }

                    // The same sequences with other features; takes over the data.
                    internal PackedSequence WithData(Tensor newData) =>
                        new(newData, batch_sizes.alias(), sorted_indices?.alias(), unsorted_indices?.alias());
                }
            }
        }
    }
}
