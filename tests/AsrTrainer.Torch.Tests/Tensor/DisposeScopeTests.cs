using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it_and_nothing_else()
    {
        using Tensor before = ones(1);
        Tensor inside;
        using (DisposeScope scope = NewDisposeScope())
        {
            inside = ones(1);
            Assert.Equal(1, scope.DisposablesCount);
            Assert.True(scope.Contains(inside));
            Assert.False(scope.Contains(before));
        }

        Assert.True(inside.IsInvalid);
        Assert.False(before.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void A_scope_belongs_to_its_thread()
    {
        Tensor? elsewhere = null;
        using (DisposeScope scope = NewDisposeScope())
        {
            var thread = new Thread(() =>
            {
                Assert.Null(CurrentDisposeScope);
                elsewhere = ones(1);
            });
            thread.Start();
            thread.Join();
            Assert.Same(scope, CurrentDisposeScope);
            Assert.Equal(0, scope.DisposablesCount);
        }

        Assert.False(elsewhere!.IsInvalid);
        elsewhere.Dispose();
    }

    [Fact]
    public void Moving_out_goes_to_the_enclosing_scope_and_beyond_the_last_one_detaches()
    {
        Tensor once, twice;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                once = ones(1).MoveToOuterDisposeScope();
                twice = ones(1).MoveToOuterDisposeScope();
            }

            Assert.False(once.IsInvalid);
            Assert.Same(twice, twice.MoveToOuterDisposeScope());
        }

        Assert.True(once.IsInvalid);
        Assert.False(twice.IsInvalid);
        twice.Dispose();
    }

    [Fact]
    public void A_detached_tensor_is_in_no_scope()
    {
        Tensor kept;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                kept = ones(1).DetachFromDisposeScope();
            }
        }

        Assert.False(kept.IsInvalid);
        kept.Dispose();
    }

    [Fact]
    public void A_tensor_disposed_by_hand_leaves_its_scope()
    {
        using DisposeScope scope = NewDisposeScope();
        ones(1).Dispose();
        using (ones(2))
        {
            Assert.Equal(1, scope.DisposablesCount);
        }

        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Scopes_may_be_closed_out_of_order()
    {
        DisposeScope outer = NewDisposeScope();
        Tensor inOuter = ones(1);
        DisposeScope inner = NewDisposeScope();
        Tensor inInner = ones(1);
        outer.Dispose();
        Assert.True(inOuter.IsInvalid);
        Assert.False(inInner.IsInvalid);
        Assert.Same(inner, CurrentDisposeScope);
        inInner.MoveToOuterDisposeScope(); // nothing is around the inner scope any more
        inner.Dispose();
        Assert.False(inInner.IsInvalid);
        inInner.Dispose();
    }

    [Fact]
    public void A_closed_scope_refuses_use_but_not_a_second_close()
    {
        DisposeScope scope = NewDisposeScope();
        scope.Dispose();
        scope.Dispose();
        using Tensor tensor = ones(1);
        Assert.Throws<ObjectDisposedException>(() => scope.Attach(tensor));
        Assert.Throws<ObjectDisposedException>(() => scope.DisposeEverything());
        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
        Assert.False(tensor.IsInvalid);
    }

    [Fact]
    public void A_scope_takes_tensors_only()
    {
        using DisposeScope scope = NewDisposeScope();
        using var stream = new MemoryStream();
        Assert.Throws<InvalidOperationException>(() => scope.Attach(stream));
        Assert.False(scope.Contains(stream));
    }

    [Fact]
    public void Reading_a_gradient_puts_an_object_into_the_scope_and_leaves_the_gradient_alone()
    {
        using Tensor leaf = ones(2, requires_grad: true);
        using (Tensor sum = leaf.sum())
        {
            sum.backward();
        }

        using (DisposeScope scope = NewDisposeScope())
        {
            _ = leaf.grad;
            Assert.Equal(1, scope.DisposablesCount);
        }

        using Tensor gradient = leaf.grad!;
        Assert.Equal([1f, 1f], gradient.data<float>().ToArray());
    }

    [Fact]
    public void Everything_but_the_named_ones_goes_and_those_stay_in_the_scope()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor first = ones(1), second = ones(1), third = ones(1);
        (Tensor a, Tensor b) = scope.DisposeEverythingBut(first, third);
        Assert.Same(first, a);
        Assert.Same(third, b);
        Assert.True(second.IsInvalid);
        Assert.Equal(2, scope.DisposablesCount);
        scope.DisposeEverything();
        Assert.True(first.IsInvalid && third.IsInvalid);
    }

    [Fact]
    public void Attaching_moves_from_one_scope_to_another()
    {
        using DisposeScope outer = NewDisposeScope();
        using Tensor loose = ones(1).DetachFromDisposeScope();
        Tensor tensor;
        using (DisposeScope inner = NewDisposeScope())
        {
            tensor = ones(1);
            outer.Attach(tensor, loose);
            Assert.False(inner.Contains(tensor));
            Assert.True(outer.Contains(tensor) && outer.Contains(loose));

            Tensor follows = ones(1).MoveToOtherDisposeScope(tensor);
            Assert.True(outer.Contains(follows));
        }

        Assert.False(tensor.IsInvalid);
    }

    [Fact]
    public void The_result_of_a_wrapped_expression_survives_and_its_intermediates_do_not()
    {
        Tensor? intermediate = null;
        using Tensor result = WrappedTensorDisposeScope(() => (intermediate = ones(2)) + 1);
        Assert.True(intermediate!.IsInvalid);
        Assert.Equal([2f, 2f], result.data<float>().ToArray());
    }

    [Fact]
    public void Statistics_tell_what_became_of_each_tensor()
    {
        string statistics = OnOwnThread(() =>
        {
            Tensor outside = ones(1);
            Tensor detached;
            using (DisposeScope scope = NewDisposeScope())
            {
                ones(1);
                ones(1).Dispose();
                detached = ones(1).DetachFromDisposeScope();
                scope.Attach(outside);
            }

            string found = DisposeScopeManager.Statistics.TensorStatistics.ToString();

            // A tensor that nobody holds any more is not live once the garbage collector has been there.
            GC.KeepAlive(detached);
            return found;
        });
        Assert.Equal(
            "live 1; created in scope 3, outside 1; attached 1, detached 1; disposed in scope 3, outside 0", statistics);
    }

    [Fact]
    public void Live_counts_of_a_thread_start_at_zero_and_can_be_reset()
    {
        (long before, long after) = OnOwnThread(() =>
        {
            Tensor held = ones(1);
            ThreadDisposeScopeStatistics statistics = DisposeScopeManager.Statistics;
            long live = statistics.ThreadTotalLiveCount;
            statistics.Reset();
            long afterwards = statistics.ThreadTotalLiveCount;
            GC.KeepAlive(held);
            return (live, afterwards);
        });
        Assert.Equal((1, 0), (before, after));
    }

    private static T OnOwnThread<T>(Func<T> body)
    {
        T result = default!;
        var thread = new Thread(() => result = body());
        thread.Start();
        thread.Join();
        return result;
    }
}
