// Modules applied one after the other.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public class Sequential : torch.nn.Module<Tensor, Tensor>
{
    private readonly List<torch.nn.IModule<Tensor, Tensor>> _steps = [];

    protected internal Sequential(params torch.nn.Module<Tensor, Tensor>[] modules)
        : base(nameof(Sequential))
    {
        foreach (var module in modules)
        {
            append(module);
        }
    }

    protected internal Sequential(params (string, torch.nn.Module<Tensor, Tensor>)[] modules)
        : base(nameof(Sequential))
    {
        foreach (var (key, module) in modules)
        {
            append(key, module);
        }
    }

    public int Count => _steps.Count;

    public torch.nn.IModule<Tensor, Tensor> this[int index] => _steps[index];

    public Sequential append(torch.nn.IModule<Tensor, Tensor> module) => append(_steps.Count.ToString(), module);

    public Sequential append(string name, torch.nn.IModule<Tensor, Tensor> module)
    {
        register_module(name, (torch.nn.Module)module);
        _steps.Add(module);
        return this;
    }

    // What lies between two steps is freed at once, unless the graph of the backward pass still holds it.
    public override Tensor forward(Tensor tensor)
    {
        if (_steps.Count == 0)
        {
            return tensor.alias();
        }

        var current = _steps[0].call(tensor);
        for (var i = 1; i < _steps.Count; i++)
        {
            var next = _steps[i].call(current);
            if (!ReferenceEquals(next, current) && !ReferenceEquals(current, tensor))
            {
                current.Dispose();
            }

            current = next;
        }

        return current;
    }

    protected override void RegisterComponents()
    {
    }
}
