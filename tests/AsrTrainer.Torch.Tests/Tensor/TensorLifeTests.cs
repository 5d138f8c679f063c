using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class TensorLifeTests
{
    [Fact]
    public void Disposing_twice_is_harmless()
    {
        Tensor tensor = ones(3);
        tensor.Dispose();
        tensor.Dispose();
        Assert.True(tensor.IsInvalid);
    }

    [Fact]
    public void Any_use_of_a_disposed_tensor_says_so()
    {
        Tensor tensor = ones(3);
        using Tensor other = ones(3);
        tensor.Dispose();
        Action[] uses =
        [
            () => _ = tensor.shape, () => tensor.exp(), () => other.add(tensor), () => cat([other, tensor]), () => tensor.add_(1),
            () => _ = tensor.Handle, () => tensor.data<float>(), () => _ = other[TensorIndex.Tensor(tensor)],
        ];
        Assert.All(uses, use => Assert.Equal(
            "Tensor invalid -- empty handle.", Assert.Throws<InvalidOperationException>(use).Message));
    }

    [Fact]
    public void A_read_through_an_accessor_of_a_disposed_tensor_says_so()
    {
        Tensor tensor = ones(3);
        var elements = tensor.data<float>();
        tensor.Dispose();
        Assert.Throws<InvalidOperationException>(() => elements.ToArray());
        Assert.Throws<InvalidOperationException>(() => elements[0]);
    }

    [Fact]
    public void Operations_give_new_objects_even_for_the_same_storage()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor tensor = ones(3, requires_grad: true);
        tensor.sum().backward();
        Tensor[] same =
            [tensor.to(float32), tensor.contiguous(), tensor.cpu(), tensor.alias(), tensor.detach(), tensor.grad!, tensor.grad!];
        Assert.All(same, other => Assert.NotSame(tensor, other));
        Assert.Equal(same.Length, same.Select(other => other.Handle).Append(tensor.Handle).Distinct().Count() - 1);
        foreach (Tensor other in same)
        {
            other.Dispose();
        }

        Assert.Equal([1f, 1f, 1f], tensor.detach().data<float>().ToArray());
    }

    [Fact]
    public void In_place_operations_give_the_same_object()
    {
        using Tensor tensor = ones(3);
        Assert.Same(tensor, tensor.add_(1).mul_(2f).zero_().fill_(3).clamp_(0, 1));
        Assert.Equal([1f, 1f, 1f], tensor.data<float>().ToArray());
    }

    [Fact]
    public void A_handle_that_was_taken_leaves_the_object_invalid()
    {
        Tensor tensor = ones(3);
        nint handle = tensor.DecoupleFromNativeHandle();
        Assert.True(tensor.IsInvalid);
        using Tensor again = Tensor.Wrap(handle);
        Assert.Equal(3, again.numel());
    }

    [Fact]
    public void A_forgotten_tensor_is_collected_with_its_native_memory() => OnOwnThread(() =>
    {
        WeakReference array = MakeAndForget();
        Assert.Equal(100, LiveCount);
        Collect();
        Assert.Equal(0, LiveCount);
        Collect(); // the pin is gone only once the native tensor is, so the array shows that it is
        Assert.False(array.IsAlive);
    });

    [Fact]
    public void Large_forgotten_tensors_are_collected_before_they_fill_the_memory() => OnOwnThread(() =>
    {
        long most = 0;
        for (int i = 0; i < 3000; i++)
        {
            ones(1024 * 1024 / sizeof(float));
            most = Math.Max(most, LiveCount);
        }

        Assert.InRange(most, 1, 1500);
    });

    [Fact]
    public void Tensors_are_counted_while_they_live()
    {
        using Tensor first = ones(1);
        Assert.True(Tensor.TotalCount >= 1);
        Assert.True(Tensor.PeakCount >= Tensor.TotalCount / 2);
    }

    // The counts are each thread's own, and a thread of the pool has those of other tests too.
    private static long LiveCount => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    private static void OnOwnThread(Action body)
    {
        Exception? fault = null;
        var thread = new Thread(() => fault = Record.Exception(body));
        thread.Start();
        thread.Join();
        if (fault is not null)
        {
            ExceptionDispatchInfo.Throw(fault);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference MakeAndForget()
    {
        float[] shared = new float[50_000];
        for (int i = 0; i < 99; i++)
        {
            ones(i);
        }

        from_array(shared);
        return new WeakReference(shared);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
