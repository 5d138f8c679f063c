using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

/// <summary>Layers against PyTorch's own numbers, forward and backward.</summary>
public sealed class GoldenLayerTests
{
    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void Linear(ScalarType type) => Compare("linear", nn.Linear(6, 4, dtype: type), type);

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void Convolution(ScalarType type)
    {
        Compare("conv2d", nn.Conv2d(3, 4, 3, stride: 2, padding: 1, dtype: type), type);
        Compare("conv2d_stride1", nn.Conv2d(3, 3, 3, padding: 1, dtype: type), type);
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void Layer_norm(ScalarType type) => Compare("layer_norm", nn.LayerNorm(6, dtype: type), type);

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void Gelu(ScalarType type) => Compare("gelu", nn.GELU(), type);

    [Theory]
    [InlineData(ScalarType.Float64, true)]
    [InlineData(ScalarType.Float64, false)]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.Float32, false)]
    public void Gru_packed(ScalarType type, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenFile(bidirectional ? "gru" : "gru_unidirectional", type);
        using var layer = nn.GRU(5, 4, numLayers: 2, batchFirst: true, bidirectional: bidirectional, dtype: type);
        golden.Load(layer);
        var input = golden.Leaf("input");
        var (packed, state) = layer.call(nn.utils.rnn.pack_padded_sequence(input, golden.Input("lengths"), batch_first: true));
        var (output, _) = nn.utils.rnn.pad_packed_sequence(packed, batch_first: true, total_length: 7);
        golden.Check("h_n", state);
        golden.CheckOutputAndGradients(output, input, layer);
    }

    [Theory]
    [InlineData(ScalarType.Float64, true)]
    [InlineData(ScalarType.Float64, false)]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.Float32, false)]
    public void Lstm_packed(ScalarType type, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenFile(bidirectional ? "lstm" : "lstm_unidirectional", type);
        using var layer = nn.LSTM(5, 4, numLayers: 2, batchFirst: true, bidirectional: bidirectional, dtype: type);
        golden.Load(layer);
        var input = golden.Leaf("input");
        var (packed, hidden, cell) = layer.call(nn.utils.rnn.pack_padded_sequence(input, golden.Input("lengths"), batch_first: true));
        var (output, _) = nn.utils.rnn.pad_packed_sequence(packed, batch_first: true, total_length: 7);
        golden.Check("h_n", hidden);
        golden.Check("c_n", cell);
        golden.CheckOutputAndGradients(output, input, layer);
    }

    [Theory]
    [InlineData(ScalarType.Float64, nn.Reduction.None)]
    [InlineData(ScalarType.Float64, nn.Reduction.Sum)]
    [InlineData(ScalarType.Float64, nn.Reduction.Mean)]
    [InlineData(ScalarType.Float32, nn.Reduction.None)]
    public void Ctc_loss(ScalarType type, nn.Reduction reduction)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenFile("ctc", type);
        var name = reduction.ToString().ToLowerInvariant();
        var (loss, logits) = Ctc(golden, golden.Input("input_lengths"), reduction, zeroInfinity: false);
        golden.Check($"loss.{name}", loss);
        (reduction == nn.Reduction.None ? (loss * golden.Input("utterance_weights")).sum() : loss).backward();
        golden.Check($"grad_logits.{name}", logits.grad!);
    }

    [Fact]
    public void Ctc_loss_with_zero_infinity()
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenFile("ctc", float64);
        var (loss, logits) = Ctc(golden, golden.Input("zero_infinity.input_lengths"), nn.Reduction.None, zeroInfinity: true);
        golden.Check("zero_infinity.loss", loss);
        loss.sum().backward();
        golden.Check("zero_infinity.grad_logits", logits.grad!);
    }

    private static (Tensor Loss, Tensor Logits) Ctc(GoldenFile golden, Tensor inputLengths, nn.Reduction reduction, bool zeroInfinity)
    {
        var logits = golden.Leaf("logits");
        var logProbs = logits.log_softmax(2);
        if (reduction == nn.Reduction.None && !zeroInfinity)
        {
            golden.Check("log_probs", logProbs);
        }

        return (nn.functional.ctc_loss(
            logProbs.transpose(0, 1), golden.Input("targets"), inputLengths, golden.Input("target_lengths"),
            zero_infinity: zeroInfinity, reduction: reduction), logits);
    }

    private static void Compare(string name, nn.Module<Tensor, Tensor> layer, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var owned = layer;
        var golden = new GoldenFile(name, type);
        golden.Load(layer);
        var input = golden.Leaf("input");
        golden.CheckOutputAndGradients(layer.call(input), input, layer);
    }
}
