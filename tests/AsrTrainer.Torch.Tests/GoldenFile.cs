using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

/// <summary>What PyTorch computed, from tests/golden (its README says how each file was made): inputs and parameters in single precision,
/// results in both. The tensors live in the dispose scope that is open when the file is read.</summary>
internal sealed class GoldenFile
{
    private readonly Dictionary<string, Tensor> _tensors;
    private readonly ScalarType _type;

    /// <summary>Reads a file to compare in the given precision.</summary>
    public GoldenFile(string name, ScalarType type)
    {
        _type = type;
        (_tensors, _) = SafetensorsPath.Read(Path.Combine(Folder(), name + ".safetensors"));
        foreach (var tensor in _tensors.Values)
        {
            CurrentDisposeScope!.Attach(tensor);
        }
    }

    /// <summary>1e-11 in double precision; in single, rounding of sums of some hundred terms.</summary>
    public double Tolerance => _type == float64 ? 1e-11 : 2e-5;

    /// <summary>An input, in the precision to compare in; whole numbers stay.</summary>
    public Tensor Input(string name)
    {
        var tensor = _tensors[name];
        return tensor.is_floating_point() ? tensor.to(_type, copy: true) : tensor;
    }

    /// <summary>An input that collects a gradient.</summary>
    public Tensor Leaf(string name) => Input(name).requires_grad_();

    /// <summary>Copies the parameters of a module from the file, by name.</summary>
    public void Load(nn.Module module) =>
        module.load_state_dict(module.state_dict().Keys.ToDictionary(name => name, Input));

    /// <summary>Compares with the result of PyTorch in double precision.</summary>
    public void Check(string name, Tensor found) =>
        AssertClose.Tensors(_tensors[name].reshape(found.shape), found, Tolerance * Math.Max(1, Largest(name)), name);

    /// <summary>Takes the gradients of (output · loss_weights).sum() and compares output and gradients.</summary>
    public void CheckOutputAndGradients(Tensor output, Tensor input, nn.Module module)
    {
        Check("output", output);
        (output * Input("loss_weights")).sum().backward();
        Check("grad.input", input.grad!);
        foreach (var (name, parameter) in module.named_parameters())
        {
            Check($"grad.{name}", parameter.grad!);
        }
    }

    private double Largest(string name) => _tensors[name].abs().max().ToDouble();

    private static string Folder([CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, "..", "golden");
}
