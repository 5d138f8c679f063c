using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class ConversionTests
{
    [Fact]
    public void Types_are_converted_by_name()
    {
        using Tensor source = tensor(new[] { 0f, 1.75f });
        Assert.Equal([0L, 1], source.@long().data<long>().ToArray());
        Assert.Equal([0, 1], source.@int().data<int>().ToArray());
        Assert.Equal([false, true], source.@bool().data<bool>().ToArray());
        Assert.Equal([0d, 1.75], source.@double().data<double>().ToArray());
        Assert.Equal([(Half)0, (Half)1.75f], source.half().data<Half>().ToArray());
        Assert.Equal(bfloat16, source.bfloat16().dtype);
        Assert.Equal(1.75f, source.bfloat16().@float()[1].item<float>());
        Assert.Equal(float64, source.to(ones(1, float64)).dtype);
        Assert.True(source.is_floating_point());
        Assert.False(source.@int().is_floating_point());
    }

    [Fact]
    public void A_copy_is_made_only_when_asked_for_or_needed()
    {
        using Tensor source = ones(2);
        using Tensor same = source.to(float32), copy = source.to(float32, copy: true);
        source.fill_(5);
        Assert.Equal(5f, same[0].item<float>());
        Assert.Equal(1f, copy[0].item<float>());
        using Tensor clone = source.clone();
        source.copy_(zeros(2));
        Assert.Equal([5f, 5f], clone.data<float>().ToArray());
        Assert.Equal([0f, 0f], source.data<float>().ToArray());
    }

    [Fact]
    public void The_source_of_a_conversion_can_go_at_once()
    {
        Tensor source = ones(2);
        using Tensor converted = source.to(float64, disposeAfter: true);
        Assert.True(source.IsInvalid);
        Assert.Equal([1d, 1], converted.data<double>().ToArray());
    }

    [Fact]
    public void A_tensor_becomes_a_number_again()
    {
        Assert.Equal(2.5, ((Tensor)2.5).ToDouble());
        Assert.Equal(float64, tensor(2.5).ToScalar().Type);
        Assert.Equal(ScalarType.Bool, tensor(true).ToScalar().Type);
        Assert.True(tensor(0.5).ToBoolean());
        Assert.False(tensor(0L).is_nonzero());
        Assert.Equal(24, new long[] { 2, 3, 4 }.TotalSize());
        Assert.Equal(2, bfloat16.ElementSize());
    }

    [Fact]
    public void The_default_type_of_new_tensors_can_be_asked()
    {
        Assert.Equal(float32, get_default_dtype());
        Assert.Equal(float32, rand(1).dtype);
    }

    [Fact]
    public void Threads_and_devices_can_be_asked()
    {
        Assert.InRange(get_num_threads(), 1, 4096);
        Assert.InRange(get_num_interop_threads(), 1, 4096);
        Assert.Equal(cuda.is_available(), cuda.device_count() > 0);
        Assert.Equal(cuda_is_available(), TryInitializeDeviceType(DeviceType.CUDA));
        Assert.Equal(DeviceType.CPU, InitializeDevice(null).type);
    }
}
