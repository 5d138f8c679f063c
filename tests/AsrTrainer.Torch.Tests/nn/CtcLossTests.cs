using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class CtcLossTests
{
    private const int Vocabulary = 3, Frames = 4;

    public static TheoryData<string, int> Cases => new()
    {
        { "1", 4 }, { "1,2", 4 }, { "1,1", 4 }, { "2,1,2", 4 }, { "1,1", 3 }, { "2", 1 }, { "", 4 }, { "1,2,1,2", 4 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_loss_is_the_sum_over_all_alignments_and_so_is_its_gradient(string transcript, int frames)
    {
        using var scope = NewDisposeScope();
        var targets = Tokens(transcript);
        var logits = Logits(1).requires_grad_();
        var loss = Loss(logits, [targets], [frames], nn.Reduction.None);
        loss.sum().backward();

        var reference = Logits(1).requires_grad_();
        var expected = ByEnumeration(reference.log_softmax(2).select(1, 0), targets, frames);
        expected.backward();
        AssertClose.Tensors(expected.reshape(1), loss, 1e-10);
        AssertClose.Tensors(reference.grad!, logits.grad!, 1e-10, "gradient of the logits");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void In_a_batch_each_utterance_has_its_own_lengths_and_targets_come_in_either_form_and_type(bool concatenated, bool ints)
    {
        using var scope = NewDisposeScope();
        int[][] targets = [[1, 2], [1], [2, 2]];
        int[] frames = [4, 2, 3];
        var logits = Logits(3);
        var logProbs = logits.log_softmax(2);
        var expected = targets.Select((target, i) => ByEnumeration(logProbs.select(1, i), target, frames[i]).ToDouble()).ToArray();
        AssertClose.Numbers(expected, Loss(logits, targets, frames, nn.Reduction.None, concatenated, ints), 1e-10);
        AssertClose.Numbers([expected.Sum()], Loss(logits, targets, frames, nn.Reduction.Sum, concatenated, ints), 1e-10);
        var mean = expected.Select((value, i) => value / targets[i].Length).Average();
        AssertClose.Numbers([mean], Loss(logits, targets, frames, nn.Reduction.Mean, concatenated, ints), 1e-10);
    }

    [Fact]
    public void What_cannot_be_aligned_is_infinite_or_with_zero_infinity_nothing()
    {
        using var scope = NewDisposeScope();
        var logits = Logits(1).requires_grad_();
        Assert.Equal(double.PositiveInfinity, Loss(logits, [[1, 1]], [2], nn.Reduction.Sum).ToDouble());
        using var loss = nn.CTCLoss(zero_infinity: true, reduction: nn.Reduction.Sum);
        var zero = loss.call(logits.log_softmax(2), tensor(new long[] { 1, 1 }, [1, 2]), tensor(new[] { 2L }), tensor(new[] { 2L }));
        zero.backward();
        Assert.Equal(0, zero.ToDouble());
        AssertClose.Tensors(zeros_like(logits), logits.grad!, 0);
    }

    [Fact]
    public void Lengths_beyond_the_log_probs_are_an_exception()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => Loss(Logits(1), [[1]], [Frames + 1], nn.Reduction.Sum));
    }

    private static int[] Tokens(string transcript) =>
        [.. transcript.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(token => int.Parse(token, CultureInfo.InvariantCulture))];

    private static Tensor Logits(int batch) =>
        arange(Frames * batch * Vocabulary, dtype: float64).mul(2.3).add(0.4).sin().mul(1.5).reshape(Frames, batch, Vocabulary);

    private static Tensor Loss(
        Tensor logits, int[][] targets, int[] frames, nn.Reduction reduction, bool concatenated = true, bool ints = false)
    {
        var longest = targets.Max(target => target.Length);
        long[] flat = concatenated
            ? [.. targets.SelectMany(target => target.Select(token => (long)token))]
            : [.. targets.SelectMany(target => target.Concat(new int[longest - target.Length]).Select(token => (long)token))];
        var tokens = concatenated ? tensor(flat) : tensor(flat, [targets.Length, longest]);
        using var loss = nn.CTCLoss(reduction: reduction);
        return loss.call(
            logits.log_softmax(2),
            ints ? tokens.@int() : tokens,
            tensor(frames),
            tensor(targets.Select(target => target.Length).ToArray()));
    }

    // logProbs is (T, V): minus the log of the summed probabilities of every path that collapses to the targets.
    private static Tensor ByEnumeration(Tensor logProbs, int[] targets, int frames)
    {
        var paths = new List<Tensor>();
        for (var code = 0; code < Math.Pow(Vocabulary, frames); code++)
        {
            var path = new int[frames];
            for (int t = 0, rest = code; t < frames; t++, rest /= Vocabulary)
            {
                path[t] = rest % Vocabulary;
            }

            if (Collapse(path).SequenceEqual(targets))
            {
                paths.Add(stack(path.Select((token, t) => logProbs[t, token]).ToArray(), 0).sum());
            }
        }

        return stack(paths.ToArray(), 0).logsumexp(0).neg();
    }

    private static IEnumerable<int> Collapse(int[] path) =>
        path.Where((token, t) => token != 0 && (t == 0 || path[t - 1] != token));
}
