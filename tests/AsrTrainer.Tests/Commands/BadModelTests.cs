namespace AsrTrainer.Tests.Commands;

[Collection(TinyRun.Collection)]
public sealed class BadModelTests(TinyRun run) : IDisposable
{
    private static readonly string Clip = Path.Combine(TinyRun.Clips, "1/2/1-2-0002.flac");

    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void A_model_that_is_not_there_is_named() => Refused("no/such.safetensors");

    [Fact]
    public void A_folder_without_a_model_is_named() => Refused(temporary.Path);

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(100)]
    [InlineData(-1)]
    public void A_model_that_is_cut_off_is_refused(int length)
    {
        byte[] whole = File.ReadAllBytes(Model);
        string path = temporary.File("cut.safetensors");
        File.WriteAllBytes(path, whole[..(length < 0 ? whole.Length + length : length)]);
        Refused(path);
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        string path = temporary.File("text.safetensors");
        File.WriteAllText(path, "This is a text and has been one from its first letter to its last.");
        Refused(path);
        Refused(Clip);
    }

    private string Model => Directory.EnumerateFiles(run.Folder, "model.safetensors", SearchOption.AllDirectories).First();

    private static void Refused(string model)
    {
        foreach (string[] arguments in (string[][])[["transcribe", model, Clip], ["eval", model, "--data", TinyRun.Clips]])
        {
            ProgramResult result = ProgramResult.Of(arguments);
            Assert.Equal((5, ""), (result.Code, result.Results));
            Assert.StartsWith($"error: {model}: ", result.MessageLines[^1]);
            Assert.Single(result.MessageLines, line => !line.StartsWith("model: ", StringComparison.Ordinal));
        }
    }
}
