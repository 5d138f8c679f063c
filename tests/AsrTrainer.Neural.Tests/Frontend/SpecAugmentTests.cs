using AsrTrainer.Neural.Frontend;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Frontend;

public sealed class SpecAugmentTests : IDisposable
{
    private const int Bands = 40;

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Masks_are_a_function_of_seed_epoch_and_utterance_whatever_the_batch()
    {
        var augment = new SpecAugment(new SpecAugmentOptions());
        var together = augment.Apply(ones(3, Bands, 120), [120, 90, 100], 5, 2, [7, 3, 9]);
        var alone = augment.Apply(ones(1, Bands, 90), [90], 5, 2, [3]);
        Assert.Equal(0, Moved(together[1].narrow(1, 0, 90), alone[0]));
        Assert.True(Moved(alone, augment.Apply(ones(1, Bands, 90), [90], 6, 2, [3])) > 0);
        Assert.True(Moved(alone, augment.Apply(ones(1, Bands, 90), [90], 5, 3, [3])) > 0);
        Assert.True(Moved(alone, augment.Apply(ones(1, Bands, 90), [90], 5, 2, [4])) > 0);
    }

    [Fact]
    public void A_mask_over_bands_is_one_run_of_at_most_the_width_over_all_frames()
    {
        var augment = new SpecAugment(new SpecAugmentOptions { FrequencyMasks = 1, FrequencyWidth = 6, TimeMasks = 0 });
        var masked = Apply(augment, utterances: 300, frames: 20);
        var widths = masked.Select(image => Run(image.amax([1]), image)).ToArray();
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], widths.Distinct().Order());
    }

    [Fact]
    public void A_mask_over_time_is_one_run_of_at_most_the_width_over_all_bands()
    {
        var augment = new SpecAugment(new SpecAugmentOptions { FrequencyMasks = 0, TimeMasks = 1, TimeWidth = 5, TimeShare = 1 });
        var masked = Apply(augment, utterances: 300, frames: 50);
        Assert.Equal([0, 1, 2, 3, 4, 5], masked.Select(image => Run(image.amax([0]), image)).Distinct().Order());
    }

    [Fact]
    public void A_mask_over_time_is_at_most_its_share_of_the_utterance()
    {
        var augment = new SpecAugment(new SpecAugmentOptions { FrequencyMasks = 0, TimeMasks = 1, TimeWidth = 35, TimeShare = 0.15 });
        var masked = Apply(augment, utterances: 200, frames: 40);
        Assert.Equal(6, masked.Max(image => Run(image.amax([0]), image)));
    }

    [Fact]
    public void Time_masks_fall_on_valid_frames_only_and_reach_both_ends()
    {
        var augment = new SpecAugment(new SpecAugmentOptions { FrequencyMasks = 0, TimeMasks = 2, TimeWidth = 20, TimeShare = 1 });
        var masked = augment.Apply(ones(200, Bands, 60), Enumerable.Repeat(25L, 200).ToArray(), 1, 0, [.. Enumerable.Range(0, 200)]);
        Assert.Equal(1, masked.narrow(2, 25, 35).min().ToDouble());
        var hit = masked.narrow(2, 0, 25).amin([0, 1]);
        Assert.Equal(0, hit.max().ToDouble());
    }

    [Fact]
    public void Masks_wider_than_the_features_are_cut_to_them()
    {
        var augment = new SpecAugment(
            new SpecAugmentOptions { FrequencyMasks = 3, FrequencyWidth = 256, TimeMasks = 3, TimeWidth = 1000, TimeShare = 1 });
        var masked = augment.Apply(ones(20, 8, 1), Enumerable.Repeat(1L, 20).ToArray(), 1, 0, [.. Enumerable.Range(0, 20)]);
        Assert.Equal([20, 8, 1], masked.shape);
        Assert.Equal(0, masked.min().ToDouble());
    }

    [Fact]
    public void No_masks_change_nothing()
    {
        manual_seed(1);
        var features = randn(2, Bands, 30);
        var augment = new SpecAugment(new SpecAugmentOptions { FrequencyMasks = 0, TimeMasks = 0 });
        Assert.Equal(0, Moved(features, augment.Apply(features, [30, 20], 1, 0, [0, 1])));
    }

    [Fact]
    public void What_is_not_masked_stays_as_it_was()
    {
        manual_seed(1);
        var features = randn(2, Bands, 100);
        var augment = new SpecAugment(new SpecAugmentOptions());
        var factor = augment.Apply(ones(2, Bands, 100), [100, 80], 1, 0, [0, 1]);
        Assert.Equal(0, Moved(features.mul(factor), augment.Apply(features, [100, 80], 1, 0, [0, 1])));
        Assert.Equal(1, factor.max().ToDouble());
        Assert.Equal(0, factor.min().ToDouble());
    }

    private static Tensor[] Apply(SpecAugment augment, int utterances, int frames)
    {
        var masked = augment.Apply(
            ones(utterances, Bands, frames),
            Enumerable.Repeat((long)frames, utterances).ToArray(),
            3,
            1,
            [.. Enumerable.Range(0, utterances)]);
        return [.. masked.unbind(0)];
    }

    // The width of the one run of zeros along a line, after checking that the image is the line repeated.
    private static int Run(Tensor line, Tensor image)
    {
        var values = line.data<float>().ToArray();
        var zeros = values.Count(value => value == 0);
        var starts = values.Where((value, i) => value == 0 && (i == 0 || values[i - 1] != 0)).Count();
        Assert.True(starts <= 1);
        Assert.Equal((double)zeros / values.Length, 1 - image.mean().ToDouble(), 4);
        return zeros;
    }

    private static double Moved(Tensor a, Tensor b) => a.sub(b).abs().max().ToDouble();
}
