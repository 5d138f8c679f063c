using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class RandomTests
{
    [Fact]
    public void Generators_of_equal_seeds_give_equal_numbers()
    {
        using var first = new Generator(7);
        using var second = new Generator(8);
        second.manual_seed(7);
        Assert.Equal(7, first.initial_seed());
        Assert.Equal(randn(5, generator: first).data<float>().ToArray(), randn(5, generator: second).data<float>().ToArray());
        Assert.NotEqual(rand(5, generator: first).data<float>().ToArray(), rand(5, generator: first).data<float>().ToArray());
    }

    [Fact]
    public void A_state_that_is_put_back_repeats_the_numbers()
    {
        using var generator = new Generator(3);
        rand(11, generator: generator).Dispose();
        using Tensor state = generator.get_state();
        float[] once = randn(9, generator: generator).data<float>().ToArray();
        generator.set_state(state);
        Assert.Equal(once, randn(9, generator: generator).data<float>().ToArray());
    }

    [Fact]
    public void The_state_of_the_default_generator_can_be_kept()
    {
        // Other tests draw from the same generator, so only what is read back at once is compared.
        using Tensor state = random.get_rng_state();
        Assert.Equal(uint8, state.dtype);
        Assert.True(state.numel() > 1000);
        Assert.Same(Generator.Default, manual_seed(1));
        random.set_rng_state(state);
    }

    [Fact]
    public void Distributions_have_their_ranges_and_moments()
    {
        using var generator = new Generator(1);
        Tensor uniform = zeros(20_000).uniform_(2, 4, generator);
        Assert.InRange(uniform.min().item<float>(), 2, 2.01f);
        Assert.InRange(uniform.max().item<float>(), 3.99f, 4);
        Tensor normal = zeros(20_000).normal_(5, 2, generator);
        Assert.Equal(5, normal.mean().item<float>(), 0.1f);
        Assert.Equal(2, normal.std().item<float>(), 0.1f);
        Tensor coins = zeros(20_000).bernoulli_(0.25, generator);
        Assert.Equal(0.25f, coins.mean().item<float>(), 0.02f);
        Assert.Equal(0.5f, zeros(20_000).exponential_(2, generator).mean().item<float>(), 0.02f);
        Tensor dice = randint(1, 7, [20_000], generator: generator);
        Assert.Equal((1L, 6L), (dice.min().item<long>(), dice.max().item<long>()));
        Assert.Equal([0L, 1, 2, 3, 4], randperm(5, generator: generator).sort().Values.data<long>().ToArray());
        Tensor sure = zeros(2).bernoulli_(tensor(new[] { 0f, 1f }), generator);
        Assert.Equal([0f, 1f], sure.data<float>().ToArray());
    }

    [Fact]
    public void A_disposed_generator_says_so()
    {
        var generator = new Generator(1);
        generator.Dispose();
        Assert.Throws<ObjectDisposedException>(() => rand(1, generator: generator));
    }
}
