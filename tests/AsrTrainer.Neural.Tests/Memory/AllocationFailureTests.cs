using System.Runtime.InteropServices;
using AsrTrainer.Neural.Memory;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Memory;

public sealed class AllocationFailureTests
{
    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 15.78 GiB total capacity)")]
    [InlineData("[enforce fail at alloc_cpu.cpp:66] . DefaultCPUAllocator: can't allocate memory: you tried to allocate 4096 bytes.")]
    [InlineData("DefaultCPUAllocator: not enough memory: you tried to allocate 4096 bytes.")]
    [InlineData("out of memory")]
    [InlineData("std::bad_alloc")]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`")]
    public void Every_librarys_words_for_it_are_known(string message) => Assert.True(AllocationFailure.Is(new ExternalException(message)));

    [Fact]
    public void A_managed_array_that_cannot_be_had_is_one_too() => Assert.True(AllocationFailure.Is(new OutOfMemoryException()));

    [Fact]
    public void Other_failures_are_not()
    {
        Assert.False(AllocationFailure.Is(new ExternalException("The size of tensor a (3) must match the size of tensor b (4)")));
        Assert.False(AllocationFailure.Is(new InvalidOperationException("out of memory")));
    }

    [Fact]
    public void A_tensor_beyond_the_address_space_is_a_real_one()
    {
        var failure = Assert.ThrowsAny<Exception>(() => empty([1L << 50]));
        Assert.True(AllocationFailure.Is(failure), failure.ToString());
    }
}
