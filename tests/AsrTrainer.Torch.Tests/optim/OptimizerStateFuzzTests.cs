using Fuzzing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

[Collection(Fuzz.Collection)]
public sealed class OptimizerStateFuzzTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    [Trait("Reader", "optimizer")]
    public void A_damaged_state_of_an_optimiser_is_read_or_refused()
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = [new(zeros(2, 3)), new(zeros(4))];
        using var adamW = optim.AdamW(parameters);
        using var sgd = optim.SGD(parameters, 0.1, momentum: 0.9);
        Fuzz.Run(new FuzzedReader
        {
            Name = "optimizer",
            Path = _path,
            Good = [State(adamW, parameters), State(sgd, parameters)],
            HeadBytes = 100,
            Read = () =>
            {
                var kind = File.ReadAllBytes(_path).AsSpan().IndexOf("SGD"u8) >= 0 ? (OptimizerHelper)sgd : adamW;
                using var reader = new BinaryReader(File.OpenRead(_path));
                kind.load_state_dict(reader);
            },
            Refuses = fault => fault is InvalidDataException,
        });
    }

    private static byte[] State(OptimizerHelper optimizer, Parameter[] parameters)
    {
        foreach (var parameter in parameters)
        {
            parameter.grad = ones_like(parameter);
        }

        optimizer.step();
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        optimizer.save_state_dict(writer);
        writer.Flush();
        return stream.ToArray();
    }
}
