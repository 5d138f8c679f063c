// Stochastic gradient descent with momentum, as PyTorch computes it: the first step's momentum is the gradient itself.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public class SGD : OptimizerHelper
{
    private readonly Options _defaults;

    internal SGD(IEnumerable<ParamGroup> groups, Options defaults)
    {
        _defaults = defaults;
        foreach (var group in groups)
        {
            add_param_group(group);
        }
    }

    private protected override OptimizerOptions Completed(OptimizerOptions? options)
    {
        var completed = _defaults.Completed((Options?)options ?? new Options());
        if (completed.nesterov == true && (completed.momentum <= 0 || completed.dampening != 0))
        {
            throw new ArgumentException("Nesterov's momentum needs a momentum above 0 and no dampening.");
        }

        return completed;
    }

    private protected override OptimizerState NewState(Parameter parameter, OptimizerOptions options) => new State(parameter);

    private protected override void Step(
        Parameter parameter, Tensor gradient, Modules.ParamGroup group, OptimizerState state)
    {
        var options = (Options)group.Options;
        var momentum = options.momentum!.Value;
        using var scope = NewDisposeScope();
        var slope = options.maximize == true ? -gradient : gradient;
        if (options.weight_decay!.Value != 0)
        {
            slope = slope.add(parameter, options.weight_decay.Value);
        }

        if (momentum != 0)
        {
            var buffer = ((State)state).Accumulate(slope, momentum, 1 - options.dampening!.Value);
            slope = options.nesterov == true ? slope.add(buffer, momentum) : buffer;
        }

        parameter.add_(slope, -group.LearningRate);
    }

    public class Options : OptimizerOptions
    {
        public double? momentum;
        public double? dampening;
        public double? weight_decay;
        public bool? nesterov;
        public bool? maximize;

        private protected override double[] OtherSettings
        {
            get => [momentum!.Value, dampening!.Value, weight_decay!.Value, nesterov == true ? 1 : 0, maximize == true ? 1 : 0];
            set
            {
                (momentum, dampening, weight_decay) = (value[0], value[1], value[2]);
                (nesterov, maximize) = (value[3] != 0, value[4] != 0);
            }
        }

        // Fills what the other leaves open, and returns it.
        internal Options Completed(Options other)
        {
            other.LearningRate ??= LearningRate;
            other.momentum ??= momentum;
            other.dampening ??= dampening;
            other.weight_decay ??= weight_decay;
            other.nesterov ??= nesterov;
            other.maximize ??= maximize;
            return other;
        }
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup()
            : this([], new Options())
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }
    }

    public class State : OptimizerState
    {
        public Tensor? momentum_buffer;

        internal State(Parameter parameter)
            : base(parameter)
        {
        }

        private protected override long Steps
        {
            get => 0;
            set
            {
            }
        }

        private protected override Tensor?[] Tensors
        {
            get => [momentum_buffer];
            set => momentum_buffer = value[0];
        }

        internal Tensor Accumulate(Tensor slope, double momentum, double share)
        {
            if (momentum_buffer is null)
            {
                momentum_buffer = slope.clone().DetachFromDisposeScope();
            }
            else
            {
                momentum_buffer.mul_(momentum).add_(slope, share);
            }

            return momentum_buffer;
        }
    }
}
