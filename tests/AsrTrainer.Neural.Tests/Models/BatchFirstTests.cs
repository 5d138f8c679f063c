using AsrTrainer.Neural.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AsrTrainer.Neural.Tests.Models;

/// <summary>
/// The first question that the project descends from: a published model whose recurrent layers were batch-first in the first layer and
/// time-first in the others, which keeps every shape and so went unseen.
/// </summary>
public sealed class BatchFirstTests : IDisposable
{
    private static readonly long[] Lengths = [9, 9, 9];

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void A_model_whose_second_layer_is_flipped_is_refused_and_the_layer_is_named()
    {
        var fault = Assert.Throws<LayerContractException>(() => Published(flipped: true, probe: true));
        Assert.Equal("rnn.1", fault.Layer);
        Assert.Contains("layer rnn.1 mixes utterances", fault.Message, StringComparison.Ordinal);
        Assert.Contains("must be batch-first", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_published_blocks_pass_the_probe_when_every_layer_is_batch_first()
    {
        Assert.Equal(3, Published(flipped: false, probe: true).Count);
    }

    [Fact]
    public void Permuting_utterances_permutes_our_outputs_and_not_those_of_the_flipped_layers()
    {
        manual_seed(4);
        var x = randn(3, 9, 12);
        var order = tensor(new long[] { 2, 0, 1 });
        double Moved(IReadOnlyList<SequenceBlock> blocks) =>
            TinyModels.Distance(Run(blocks, x.index_select(0, order)), Run(blocks, x).index_select(0, order));
        Assert.True(Moved(Ours()) < 1e-6);
        Assert.True(Moved(Published(flipped: false)) < 1e-6);
        Assert.True(Moved(Published(flipped: true)) > 1e-3);
    }

    [Fact]
    public void Changing_a_neighbour_changes_no_output_of_ours_but_those_of_the_flipped_layers()
    {
        manual_seed(4);
        var x = randn(3, 9, 12);
        var changed = x.clone();
        changed.select(0, 1).copy_(randn(9, 12));
        double Moved(IReadOnlyList<SequenceBlock> blocks) =>
            TinyModels.Distance(Run(blocks, changed).select(0, 0), Run(blocks, x).select(0, 0));
        Assert.Equal(0, Moved(Ours()));
        Assert.True(Moved(Published(flipped: false)) < 1e-6);
        Assert.True(Moved(Published(flipped: true)) > 1e-3);
    }

    [Fact]
    public void Padding_after_an_utterance_changes_no_output_of_ours_but_those_of_the_flipped_layers()
    {
        manual_seed(4);
        var x = randn(1, 9, 12);
        var longer = cat([cat([x, zeros(1, 6, 12)], 1), randn(1, 15, 12)], 0);
        double Moved(IReadOnlyList<SequenceBlock> blocks) =>
            TinyModels.Distance(Run(blocks, longer, [9, 15]).select(0, 0).narrow(0, 0, 9), Run(blocks, x, [9]).select(0, 0));
        Assert.True(Moved(Ours()) < 1e-6);
        Assert.True(Moved(Published(flipped: true)) > 1e-3);
    }

    [Fact]
    public void A_layer_that_gives_time_first_output_is_named_with_what_was_expected_and_found()
    {
        var block = new TimeFirstOutput("rnn.7", 12, 10);
        using var shape = new SequenceShape(Lengths, ScalarType.Float32, CPU);
        var fault = Assert.Throws<LayerContractException>(() => block.Apply(randn(3, 9, 12), shape, ForwardContext.Inference));
        Assert.Equal(
            "layer rnn.7: its output must be (B,T,F) = (3, 9, 20), the shape that the frontend fixed for this batch, but was (9, 3, 20)",
            fault.Message);
    }

    [Fact]
    public void An_input_of_another_width_is_named()
    {
        var block = Ours()[0];
        using var shape = new SequenceShape(Lengths, ScalarType.Float32, CPU);
        var fault = Assert.Throws<LayerContractException>(() => block.Apply(randn(3, 9, 11), shape, ForwardContext.Inference));
        Assert.Contains("layer rnn.0: its input must be (B,T,F) = (3, 9, 12)", fault.Message, StringComparison.Ordinal);
    }

    private static Tensor Run(IReadOnlyList<SequenceBlock> blocks, Tensor x, IReadOnlyList<long>? lengths = null)
    {
        using var quiet = no_grad();
        using var shape = new SequenceShape(lengths ?? Lengths, x.dtype, CPU);
        return blocks.Aggregate(x, (y, block) => block.Apply(y, shape, ForwardContext.Inference));
    }

    private static IReadOnlyList<SequenceBlock> Ours()
    {
        manual_seed(1);
        var dropouts = 0;
        return
        [
            new RecurrentBlock("rnn.0", 12, TinyModels.Options, ref dropouts),
            new RecurrentBlock("rnn.1", 20, TinyModels.Options, ref dropouts),
        ];
    }

    private static List<SequenceBlock> Published(bool flipped, bool probe = false)
    {
        manual_seed(1);
        List<SequenceBlock> blocks = [];
        for (var i = 0; i < 3; i++)
        {
            blocks.Add(new PublishedBlock($"rnn.{i}", i == 0 ? 12 : 20, 10, batchFirst: i == 0 || !flipped));
        }

        if (probe)
        {
            BatchFirstProbe.Run(blocks);
        }

        return blocks;
    }

    /// <summary>The tutorial's block, with its mistake or without.</summary>
    private sealed class PublishedBlock : SequenceBlock
    {
        private readonly LayerNorm norm;
        private readonly GRU gru;

        public PublishedBlock(string layer, long input, long hidden, bool batchFirst)
            : base(layer, input, 2 * hidden)
        {
            norm = LayerNorm(input);
            gru = GRU(input, hidden, batchFirst: batchFirst, bidirectional: true);
            RegisterComponents();
        }

        protected override Tensor Forward(Tensor x, SequenceShape shape, ForwardContext context) =>
            gru.call(functional.gelu(norm.call(x))).Item1;
    }

    private sealed class TimeFirstOutput(string layer, long input, long hidden) : SequenceBlock(layer, input, 2 * hidden)
    {
        protected override Tensor Forward(Tensor x, SequenceShape shape, ForwardContext context) =>
            zeros(shape.Frames, shape.Batch, OutputWidth);
    }
}
