using AsrTrainer.Neural.Frontend;
using AsrTrainer.Speech.Timing;
using TorchSharp.BeyondTorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AsrTrainer.Neural.Models;

/// <summary>
/// The recogniser: log-mel frontend, a strided convolution, residual convolutions, a projection, recurrent blocks, a CTC head. Audio
/// (B,S); features (B,F,T); images (B,C,F,T); from the projection on, sequences (B,T,F). Building one runs the batch-first probe.
/// </summary>
public sealed class SpeechModel : nn.Module
{
    private readonly LogMel frontend;
    private readonly Conv2d stem;
    private readonly ModuleList<ResidualCnnBlock> cnn;
    private readonly Linear projection;
    private readonly ModuleList<SequenceBlock> rnn;
    private readonly CtcHead head;

    /// <summary>A model with new weights from libtorch's generator, probed for the batch-first contract.</summary>
    /// <param name="features">The frontend's options.</param>
    /// <param name="options">The sizes.</param>
    /// <param name="vocabulary">Tokens V, blank included.</param>
    /// <exception cref="LayerContractException">A layer runs over the wrong axis.</exception>
    public SpeechModel(FrontendOptions features, ModelOptions options, int vocabulary)
        : this(
            features, options, vocabulary,
            (string layer, long width, ref int dropouts) => new RecurrentBlock(layer, width, options, ref dropouts))
    {
    }

    internal SpeechModel(FrontendOptions features, ModelOptions options, int vocabulary, BlockFactory block)
        : base(nameof(SpeechModel))
    {
        (Features, Options, Vocabulary) = (features, options, vocabulary);
        Timing = new FrameTiming(features.SampleRate, features.HopSamples, options.Stride);
        var bands = (features.Mels + options.Stride - 1) / options.Stride;
        var dropouts = 0;
        frontend = new LogMel(features, Timing);
        stem = Conv2d(1, options.CnnChannels, 3, stride: options.Stride, padding: 1);
        cnn = ModuleList(Enumerable.Range(0, options.CnnBlocks)
            .Select(i => new ResidualCnnBlock($"cnn.{i}", options.CnnChannels, bands, options.Dropout, ref dropouts))
            .ToArray());
        projection = Linear(options.CnnChannels * bands, options.ProjectionWidth);
        var blocks = new List<SequenceBlock>();
        for (var i = 0; i < options.RnnBlocks; i++)
        {
            blocks.Add(block($"rnn.{i}", i == 0 ? options.ProjectionWidth : blocks[^1].OutputWidth, ref dropouts));
        }

        rnn = ModuleList(blocks.ToArray());
        head = new CtcHead(blocks[^1].OutputWidth, options, vocabulary, ref dropouts);
        RegisterComponents();
        BatchFirstProbe.Run(cnn);
        BatchFirstProbe.Run(blocks);
    }

    /// <summary>
    /// <see cref="ParameterCount"/> of the model with these sizes, without building it. The options must be valid.
    /// </summary>
    public static long ParameterCountOf(FrontendOptions features, ModelOptions options, int vocabulary)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(options);
        static long Linear(long inputs, long outputs) => (inputs + 1) * outputs;
        static long Norm(long width) => 2 * width;
        long channels = options.CnnChannels;
        long bands = (features.Mels + options.Stride - 1) / options.Stride;
        long directions = options.Bidirectional ? 2 : 1;
        long gates = options.Cell == RecurrentCell.Gru ? 3 : 4;
        var width = options.RnnWidth * directions;
        // Each gate has weights for the input and for the state before it, and two biases.
        long Recurrent(long inputs) => directions * gates * options.RnnWidth * (inputs + options.RnnWidth + 2);
        long Block(long inputs) => Norm(inputs) + Recurrent(inputs) + ((options.RnnLayers - 1) * Recurrent(width));
        return Linear(9, channels)
            + (options.CnnBlocks * 2 * (Norm(bands) + Linear(9 * channels, channels)))
            + Linear(channels * bands, options.ProjectionWidth)
            + Block(options.ProjectionWidth) + ((options.RnnBlocks - 1) * Block(width))
            + Linear(width, options.HeadWidth) + Linear(options.HeadWidth, vocabulary);
    }

    internal delegate SequenceBlock BlockFactory(string layer, long inputWidth, ref int dropouts);

    /// <summary>The frontend's options.</summary>
    public FrontendOptions Features { get; }

    /// <summary>The sizes.</summary>
    public ModelOptions Options { get; }

    /// <summary>Tokens V, blank included.</summary>
    public int Vocabulary { get; }

    /// <summary>Samples to frames to seconds.</summary>
    public FrameTiming Timing { get; }

    /// <summary>Trained values in all.</summary>
    public long ParameterCount => parameters().Sum(p => p.numel());

    /// <summary>Normalised log-mel features (B,F,T) of samples (B,S), and the frames of each utterance.</summary>
    public (Tensor Features, long[] Frames) ComputeFeatures(Tensor audio, IReadOnlyList<int> sampleCounts) =>
        frontend.Forward(audio, sampleCounts);

    /// <summary>Log-probabilities of samples (B,S).</summary>
    public ModelOutput Forward(Tensor audio, IReadOnlyList<int> sampleCounts, ForwardContext context)
    {
        using var scope = NewDisposeScope();
        var (features, frames) = ComputeFeatures(audio, sampleCounts);
        var output = ForwardFeatures(features, frames, context);
        output.LogProbs.MoveToOuterDisposeScope();
        return output;
    }

    /// <summary>Log-probabilities of features (B,F,T).</summary>
    /// <param name="features">Zero beyond each utterance's frames.</param>
    /// <param name="featureFrames">Frames of each utterance, 1..T.</param>
    /// <param name="context">Precision and dropout.</param>
    public ModelOutput ForwardFeatures(Tensor features, IReadOnlyList<long> featureFrames, ForwardContext context)
    {
        RequirePrecision(features, context);
        var lengths = featureFrames.Select(Timing.ModelFrames).ToArray();
        using var shape = new SequenceShape(lengths, features.dtype, features.device);
        var x = Alone(() => Stem(features, shape, context));
        foreach (var block in cnn)
        {
            x = Through(x, images => block.Forward(images, shape, context));
        }

        x = Through(x, FusedConvolutions.image_to_sequence);
        shape.RequireSequence("projection", "input", x, projection.in_features);
        x = Through(x, frames => Products.Linear(projection, frames, context));
        foreach (var block in rnn)
        {
            x = Through(x, frames => block.Apply(frames, shape, context));
        }

        var logProbs = Through(x, frames => head.Forward(frames, context));
        shape.RequireSequence("head", "output", logProbs, Vocabulary);
        return new ModelOutput(logProbs, lengths);
    }

    private Tensor Stem(Tensor features, SequenceShape shape, ForwardContext context) =>
        !context.Plain && !features.requires_grad && FusedConvolutions.CanRun(features, bfloat16: false)
            ? FusedConvolutions.stem_convolution(features, shape.LengthTensor, stem.weight, stem.bias!, Options.Stride)
            : Products.Convolution(stem, features.unsqueeze(1), context).mul(shape.ImageMask);

    // Said once and clearly: the layers would each fail in their own words.
    private static void RequirePrecision(Tensor features, ForwardContext context)
    {
        if (context.Precision == Precision.Bf16 && !context.Plain && FusedLayers.CanRun(features) && !FusedLayers.HasBFloat16)
        {
            throw new NotSupportedException("bf16 needs a processor with AVX512_BF16 or AMX-BF16; use fp32 here");
        }
    }

    // What a layer made on its way goes at its end, and its input with it: without gradients the memory of one layer is enough for all.
    // With gradients autograd keeps what it needs by itself.
    private static Tensor Alone(Func<Tensor> layer)
    {
        using var scope = NewDisposeScope();
        return layer().MoveToOuterDisposeScope();
    }

    private static Tensor Through(Tensor x, Func<Tensor, Tensor> layer)
    {
        var y = Alone(() => layer(x));
        x.Dispose();
        return y;
    }
}
