// The base of the optimisers: goes over the groups and keeps a state for each parameter.
using System.Text;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

public abstract class OptimizerHelper : Optimizer
{
    private readonly Dictionary<Parameter, OptimizerState> _states = new(ReferenceEqualityComparer.Instance);

    private protected OptimizerHelper()
    {
    }

    public override IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

    public override void add_param_group(ParamGroup param_group)
    {
        var parameters = param_group.Parameters.ToList();
        param_group.Parameters = parameters;
        param_group.Options = Completed(param_group.Options);
        param_group.InitialLearningRate = param_group.LearningRate;
        foreach (var parameter in parameters)
        {
            if (!_states.TryAdd(parameter, NewState(parameter, param_group.Options)))
            {
                throw new ArgumentException("A parameter is in the optimiser twice.");
            }
        }

        _parameter_groups.Add(param_group);
    }

    public override void zero_grad()
    {
        foreach (var parameter in parameters())
        {
            nn.Module.ClearGradient(parameter, setToNone: false);
        }
    }

    public override Tensor? step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using var withGraph = enable_grad();
            loss = closure();
        }

        using var withoutGraph = no_grad();
        foreach (var group in _parameter_groups)
        {
            foreach (var parameter in group.Parameters)
            {
                using var gradient = parameter.grad;
                if (gradient is not null)
                {
                    Step(parameter, gradient, group, _states[parameter]);
                }
            }
        }

        return loss;
    }

    public void to(Device device)
    {
        foreach (var state in _states.Values)
        {
            state.To(device);
        }
    }

    public virtual StateDictionary state_dict() => new([.. _parameter_groups.Select(group => group.Options)], States());

    // Entries are matched by position.
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        if (own.Options.Count != state_dict.Options.Count || own.State.Count != state_dict.State.Count)
        {
            throw new ArgumentException(
                $"The state has {state_dict.Options.Count} groups and {state_dict.State.Count} parameters; "
                + $"this optimiser has {own.Options.Count} and {own.State.Count}.");
        }

        foreach (var (target, source) in own.Options.Zip(state_dict.Options))
        {
            target.Settings = source.Settings;
        }

        foreach (var (target, source) in own.State.Zip(state_dict.State))
        {
            target.CopyFrom(source);
        }
    }

    public void save_state_dict(BinaryWriter writer)
    {
        var state = state_dict();
        OptimizerStateFile.Write(writer, GetType().Name, state.Options, state.State);
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location), Encoding.UTF8);
        save_state_dict(writer);
    }

    // A reading that fails leaves the optimiser unfit for use.
    public void load_state_dict(BinaryReader reader)
    {
        var state = state_dict();
        OptimizerStateFile.Read(reader, GetType().Name, state.Options, state.State);
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location), Encoding.UTF8);
        load_state_dict(reader);
    }

    // Fills the settings that a group leaves open with the optimiser's own.
    private protected abstract OptimizerOptions Completed(OptimizerOptions? options);

    private protected abstract OptimizerState NewState(Parameter parameter, OptimizerOptions options);

    private protected abstract void Step(Parameter parameter, Tensor gradient, ParamGroup group, OptimizerState state);

    protected override void Dispose(bool disposing)
    {
        if (!disposing)
        {
            return;
        }

        foreach (var state in _states.Values)
        {
            state.Dispose();
        }

        _states.Clear();
        _parameter_groups.Clear();
    }

    private List<OptimizerState> States() => [.. parameters().Select(parameter => _states[parameter])];
}
