using System.Text;
using AsrTrainer.Configuration;
using AsrTrainer.Speech.Faults;
using Fuzzing;

namespace AsrTrainer.Tests.Configuration;

[Collection(Fuzz.Collection)]
public sealed class ConfigurationFuzzTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Reader", "yaml")]
    public void A_damaged_configuration_is_read_or_refused()
    {
        string path = folder.File("case.yaml");
        Run("yaml", path, Fuzz.Files("configs", "*.yaml"), () => ConfigurationLoader.Load<AsrConfiguration>(path, []));
    }

    [Fact]
    [Trait("Reader", "set")]
    public void A_damaged_override_is_taken_or_refused()
    {
        string path = folder.File("case.txt");
        string[] good = ["training.epochs=3", "data.train=[a, b]", "data.dev={x: y}", "text.alphabet=\" 'ab\"", "features.low_hertz=1e2"];
        Run("set", path, good.Select(Encoding.UTF8.GetBytes), () => ConfigurationLoader.Bind<AsrConfiguration>(
            "data: {train: x}\n", "x.yaml", File.ReadAllText(path).Split('\n')));
    }

    private static void Run(string reader, string path, IEnumerable<byte[]> good, Action read) => Fuzz.Run(new FuzzedReader
    {
        Name = reader,
        Path = path,
        Good = [.. good],
        HeadBytes = 2000,
        Read = read,
        Refuses = fault => fault is UserFault { Code: ExitCode.Configuration },
    });
}
