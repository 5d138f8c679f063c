using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AsrTrainer.Neural.Models;

/// <summary>Two linear layers with GELU and dropout between them, then log-softmax over the vocabulary, blank first.</summary>
public sealed class CtcHead : nn.Module
{
    private readonly Linear hidden;
    private readonly Linear output;
    private readonly DropoutLayer dropout;

    internal CtcHead(long inputWidth, ModelOptions options, int vocabulary, ref int dropouts)
        : base("head")
    {
        hidden = Linear(inputWidth, options.HeadWidth);
        output = Linear(options.HeadWidth, vocabulary);
        dropout = new DropoutLayer(options.Dropout, dropouts++);
        RegisterComponents();
    }

    /// <summary>(B,T,F) to log-probabilities (B,T,V), fp32 or fp64.</summary>
    public Tensor Forward(Tensor x, ForwardContext context)
    {
        var y = functional.gelu(Products.Linear(hidden, x, context));
        return Products.Linear(output, dropout.Apply(y, context), context).log_softmax(2);
    }
}
