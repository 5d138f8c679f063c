namespace AsrTrainer.Tests.Commands;

/// <summary>A model too small to be of use, trained for two epochs on ten real clips: a run for the tests to look at.</summary>
public sealed class TinyRun : IDisposable
{
    /// <summary>The tests that share it. They also share libtorch's threads and generator, and so run one after another.</summary>
    public const string Collection = nameof(TinyRun);

    private readonly TemporaryFolder temporary = new();

    public TinyRun()
    {
        Configuration = temporary.File("tiny.yaml");
        File.WriteAllText(Configuration, $$"""
            data:
              train: {{Clips}}
              dev: {ten: {{Clips}}, two: {{Clips}}/1/2}
            features: {mels: 16}
            model: {cnn_channels: 4, cnn_blocks: 1, projection_width: 16, rnn_blocks: 1, rnn_width: 16, head_width: 16}
            batching: {max_batch_seconds: 4}
            training: {epochs: 2, warmup_epochs: 1}
            """);
        Folder = temporary.File("run");
        Training = Train("--run-dir", Folder);
    }

    /// <summary>Ten real clips in LibriSpeech layout.</summary>
    public static string Clips { get; } = Path.Combine(RepositoryFiles.Root, "tests/fixtures/speech");

    /// <summary>The configuration file.</summary>
    public string Configuration { get; }

    /// <summary>The run's folder.</summary>
    public string Folder { get; }

    /// <summary>How the training went.</summary>
    internal ProgramResult Training { get; }

    /// <summary>Trains on this configuration, in fp32 so that every processor can.</summary>
    internal ProgramResult Train(params string[] more) => ProgramResult.Of(["train", Configuration, "--precision", "fp32", .. more]);

    public void Dispose() => temporary.Dispose();
}

[CollectionDefinition(TinyRun.Collection)]
public sealed class TinyRunCollection : ICollectionFixture<TinyRun>;
