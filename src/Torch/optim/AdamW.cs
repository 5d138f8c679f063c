// Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019), as PyTorch computes it.
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public class AdamW : OptimizerHelper
{
    private readonly Options _defaults;

    internal AdamW(IEnumerable<ParamGroup> groups, Options defaults)
    {
        _defaults = defaults;
        foreach (var group in groups)
        {
            add_param_group(group);
        }
    }

    private protected override OptimizerOptions Completed(OptimizerOptions? options) =>
        _defaults.Completed((Options?)options ?? new Options());

    private protected override OptimizerState NewState(Parameter parameter, OptimizerOptions options) =>
        new State(parameter, ((Options)options).amsgrad == true);

    private protected override void Step(
        Parameter parameter, Tensor gradient, Modules.ParamGroup group, OptimizerState state)
    {
        var options = (Options)group.Options;
        var moments = (State)state;
        moments.step++;
        var step = new AdamWStep
        {
            LearningRate = group.LearningRate,
            Beta1 = options.beta1!.Value,
            Beta2 = options.beta2!.Value,
            Epsilon = options.eps!.Value,
            WeightDecay = options.weight_decay!.Value,
            Step = moments.step,
            Maximize = (options.maximize == true).Flag(),
        };
        NativeMethods.asr_adamw_step(parameter, gradient, moments.exp_avg, moments.exp_avg_sq, moments.max_exp_avg_sq, step);
    }

    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? eps;
        public double? weight_decay;
        public bool? amsgrad;
        public bool? maximize;

        private protected override double[] OtherSettings
        {
            get => [beta1!.Value, beta2!.Value, eps!.Value, weight_decay!.Value, amsgrad == true ? 1 : 0, maximize == true ? 1 : 0];
            set
            {
                (beta1, beta2, eps, weight_decay) = (value[0], value[1], value[2], value[3]);
                (amsgrad, maximize) = (value[4] != 0, value[5] != 0);
            }
        }

        // Fills what the other leaves open, and returns it.
        internal Options Completed(Options other)
        {
            other.LearningRate ??= LearningRate;
            other.beta1 ??= beta1;
            other.beta2 ??= beta2;
            other.eps ??= eps;
            other.weight_decay ??= weight_decay;
            other.amsgrad ??= amsgrad;
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

        public ParamGroup(
            IEnumerable<Parameter> parameters,
            double lr = 1e-3,
            double beta1 = 0.9,
            double beta2 = 0.999,
            double eps = 1e-8,
            double weight_decay = 0,
            bool amsgrad = false,
            bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize,
            })
        {
        }

        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }

    public class State : OptimizerState
    {
        public long step;
        public Tensor exp_avg;
        public Tensor exp_avg_sq;
        public Tensor? max_exp_avg_sq;

        internal State(Parameter parameter, bool amsgrad)
            : base(parameter)
        {
            exp_avg = ZerosLike(parameter);
            exp_avg_sq = ZerosLike(parameter);
            max_exp_avg_sq = amsgrad ? ZerosLike(parameter) : null;
        }

        private protected override long Steps
        {
            get => step;
            set => step = value;
        }

        private protected override Tensor?[] Tensors
        {
            get => [exp_avg, exp_avg_sq, max_exp_avg_sq];
            set => (exp_avg, exp_avg_sq, max_exp_avg_sq) = (value[0]!, value[1]!, value[2]);
        }
    }
}
