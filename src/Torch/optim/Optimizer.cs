// What all optimisers share: groups of parameters, each with its own options and learning rate.
using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            // What a schedule reads and sets.
            public interface ILearningRateController
            {
                double LearningRate { get; set; }

                double InitialLearningRate { get; set; }
            }

            public abstract class Optimizer : IDisposable
            {
                protected IList<ParamGroup> _parameter_groups = [];

                public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

                public abstract IEnumerable<Parameter> parameters();

                public abstract void add_param_group(ParamGroup param_group);

                // Leaves zero-filled gradients, unlike Module.zero_grad, which drops them.
                public abstract void zero_grad();

                public abstract Tensor? step(Func<Tensor>? closure = null);

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                protected virtual void Dispose(bool disposing)
                {
                }

                // Options by group and states by parameter, both in the optimiser's order. The states are the living ones.
                public class StateDictionary
                {
                    internal StateDictionary(List<OptimizerOptions> options, List<OptimizerState> state)
                    {
                        Options = options;
                        State = state;
                    }

                    public List<OptimizerOptions> Options { get; }

                    public List<OptimizerState> State { get; }
                }
            }
        }
    }
}

namespace TorchSharp.Modules
{
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
}
