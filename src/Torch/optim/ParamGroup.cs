// A group of parameters with its options; the learning rate among them is what a schedule sets.
namespace TorchSharp.Modules;

public abstract class OptimizerOptions
{
    public double? LearningRate { get; set; }

    public double InitialLearningRate { get; set; }

    // Everything but the learning rates, in a fixed order, as numbers: for saving, loading and copying between groups.
    private protected abstract double[] OtherSettings { get; set; }

    internal double[] Settings
    {
        get => [LearningRate ?? double.NaN, InitialLearningRate, .. OtherSettings];
        set
        {
            LearningRate = value[0];
            InitialLearningRate = value[1];
            OtherSettings = value[2..];
        }
    }
}

public class ParamGroup : torch.optim.ILearningRateController
{
    public ParamGroup()
    {
    }

    public IEnumerable<Parameter> Parameters { get; set; } = [];

    public OptimizerOptions Options { get; set; } = null!;

    public double LearningRate
    {
        get => Options.LearningRate ?? InitialLearningRate;
        set => Options.LearningRate = value;
    }

    public double InitialLearningRate
    {
        get => Options.InitialLearningRate;
        set => Options.InitialLearningRate = value;
    }
}

public class ParamGroup<TOptions> : ParamGroup
    where TOptions : OptimizerOptions
{
    public ParamGroup()
    {
    }

    public ParamGroup(IEnumerable<Parameter> parameters, TOptions options)
    {
        Parameters = parameters;
        Options = options;
    }

    public new TOptions Options
    {
        get => (TOptions)base.Options;
        set => base.Options = value;
    }
}
