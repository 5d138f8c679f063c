namespace AsrTrainer.Tests.Commands;

public sealed class BadConfigurationTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Three_faults_are_three_errors_with_their_places()
    {
        string path = temporary.File("three.yaml");
        File.WriteAllText(path, """
            data: {train: data/train}
            training:
              gradient_clip: -1
              epoch: 3
            model:
              bidirectional: maybe
            """);
        ProgramResult result = ProgramResult.Of("train", path, "--set", "batching.buckets=0");
        Assert.Equal((3, ""), (result.Code, result.Results));
        Assert.Equal(4, result.MessageLines.Length);
        Assert.Equal($"error: {path}:3: training.gradient_clip: must be > 0, was -1", result.MessageLines[0]);
        Assert.StartsWith(
            $"error: {path}:4: training.epoch: unknown key; the nearest known key is training.epochs", result.MessageLines[1]);
        Assert.Equal($"error: {path}:6: model.bidirectional: must be true or false, was maybe", result.MessageLines[2]);
        Assert.StartsWith("error: --set batching.buckets: must be ", result.MessageLines[3]);
    }

    [Fact]
    public void A_configuration_that_is_not_there_is_named()
    {
        ProgramResult result = ProgramResult.Of("train", "no/such.yaml");
        Assert.Equal(
            new ProgramResult(3, "", "error: no/such.yaml: no such file; name a YAML file, for example configs/quickstart.yaml\n"), result);
    }
}
