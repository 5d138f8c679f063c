// What an optimiser remembers of one parameter: numbers and tensors of the parameter's shape.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public abstract class OptimizerState : IDisposable
{
    private protected OptimizerState(Parameter parameter)
    {
        Parameter = parameter;
    }

    internal Parameter Parameter { get; }

    // The tensors in a fixed order; null where there is none yet.
    private protected abstract Tensor?[] Tensors { get; set; }

    private protected abstract long Steps { get; set; }

    public void Dispose()
    {
        foreach (var tensor in Tensors)
        {
            tensor?.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    // Moments outlive the dispose scope of the step that made them.
    private protected static Tensor ZerosLike(Parameter parameter)
    {
        using var withoutGraph = no_grad();
        return zeros_like(parameter).DetachFromDisposeScope();
    }

    internal void To(Device device)
    {
        using var withoutGraph = no_grad();
        Replace(tensor => tensor.to(device));
    }

    internal void CopyFrom(OptimizerState source)
    {
        Steps = source.Steps;
        var tensors = source.Tensors;
        for (var i = 0; i < tensors.Length; i++)
        {
            if (tensors[i] is { } tensor && !tensor.shape.SequenceEqual(Parameter.shape))
            {
                throw new ArgumentException(
                    $"The state is of a parameter of shape [{string.Join(", ", tensor.shape)}]; "
                    + $"here it is [{string.Join(", ", Parameter.shape)}].");
            }
        }

        using var withoutGraph = no_grad();
        SetTensors([.. tensors.Select(tensor => tensor?.to(Parameter.device).clone().DetachFromDisposeScope())]);
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Steps);
        foreach (var tensor in Tensors)
        {
            writer.Write(tensor is not null);
            if (tensor is not null)
            {
                OptimizerStateFile.WriteTensor(writer, tensor);
            }
        }
    }

    internal void Read(BinaryReader reader)
    {
        var steps = reader.ReadInt64();
        Steps = steps >= 0 ? steps : throw new InvalidDataException($"The optimiser's state does not fit: {steps} steps were made.");
        var read = new Tensor?[Tensors.Length];
        for (var i = 0; i < read.Length; i++)
        {
            read[i] = reader.ReadBoolean() ? OptimizerStateFile.ReadTensor(reader, Parameter) : null;
        }

        SetTensors(read);
    }

    private void Replace(Func<Tensor, Tensor> change) =>
        SetTensors([.. Tensors.Select(tensor => tensor is null ? null : change(tensor).DetachFromDisposeScope())]);

    private void SetTensors(Tensor?[] tensors)
    {
        foreach (var old in Tensors)
        {
            old?.Dispose();
        }

        Tensors = tensors;
    }
}
