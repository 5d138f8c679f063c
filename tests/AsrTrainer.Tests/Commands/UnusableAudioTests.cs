namespace AsrTrainer.Tests.Commands;

/// <summary>Audio with a good header that turns out to be unusable only when it is decoded, in the middle of the work.</summary>
[Collection(TinyRun.Collection)]
public sealed class UnusableAudioTests : IDisposable
{
    private readonly TinyRun run;
    private readonly TemporaryFolder temporary = new();
    private readonly string corpus;
    private readonly string cut;

    public UnusableAudioTests(TinyRun run)
    {
        this.run = run;
        corpus = temporary.File("corpus");
        foreach (string file in Directory.EnumerateFiles(TinyRun.Clips, "1-*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(corpus, Path.GetRelativePath(TinyRun.Clips, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        cut = Path.Combine(corpus, "1/2/1-2-0002.flac");
        byte[] bytes = File.ReadAllBytes(cut);
        File.WriteAllBytes(cut, bytes[..(bytes.Length / 2)]);
    }

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Training_finds_it_before_its_first_step_and_goes_on_when_it_is_a_small_share()
    {
        ProgramResult result = Train("--set", "data.max_dropped_share=0.1");
        Assert.Equal(0, result.Code);
        Assert.Contains("corpus: 9 utterances, 0.00 h; dropped 1 (1 unreadable audio)", result.MessageLines);
        string line = Assert.Single(result.MessageLines, line => line.StartsWith("dropped ", StringComparison.Ordinal));
        Assert.StartsWith($"dropped 1-2-0002 ({cut}): audio file \"{cut}\" is ", line);
        Assert.Contains("dropped 1-2-0002", File.ReadAllText(temporary.File("run/log.txt")));
        Assert.StartsWith(
            $"error,undecodable-audio,,1-2-0002,{cut},corpus,", File.ReadAllLines(temporary.File("run/quarantine.csv"))[1]);
    }

    [Fact]
    public void A_resumed_run_leaves_out_what_it_left_out_before_and_nothing_besides()
    {
        Assert.Equal(0, Train("--set", "data.max_dropped_share=0.2", "--set", "training.epochs=2").Code);
        string quarantine = File.ReadAllText(temporary.File("run/quarantine.csv"));
        foreach (string later in Directory.EnumerateDirectories(temporary.File("run/checkpoints")).Order().Skip(1))
        {
            Directory.Delete(later, recursive: true);
        }

        // The one that was damaged is mended; another one is damaged.
        File.Copy(Path.Combine(TinyRun.Clips, "1/2/1-2-0002.flac"), cut, overwrite: true);
        string other = Path.Combine(corpus, "1/2/1-2-0026.flac");
        byte[] bytes = File.ReadAllBytes(other);
        File.WriteAllBytes(other, bytes[..(bytes.Length / 2)]);

        ProgramResult result = Train("--resume", "--set", "data.max_dropped_share=0.2", "--set", "training.epochs=2");

        Assert.Equal(0, result.Code);
        Assert.Contains("corpus: 9 utterances, 0.00 h; dropped 1 (1 unreadable audio)", result.MessageLines);
        Assert.Contains(result.MessageLines, line => line.StartsWith("resuming after step ", StringComparison.Ordinal));
        Assert.Contains(result.MessageLines, line => line.StartsWith($"dropped 1-2-0026 ({other}): ", StringComparison.Ordinal));
        Assert.Equal(quarantine, File.ReadAllText(temporary.File("run/quarantine.csv")));
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("empty")]
    [InlineData("without a header")]
    public void A_resumed_run_goes_on_where_audio_of_it_cannot_be_read_any_more(string what)
    {
        string other = StopEarlyAndDamage(what);

        ProgramResult result = Train(TwoEpochs("--resume"));

        Assert.Equal(0, result.Code);
        Assert.Contains("corpus: 10 utterances, 0.00 h", result.MessageLines);
        Assert.Contains("ten: 10 utterances, 0.00 h", result.MessageLines);
        Assert.Contains(
            "corpus: audio that this run was started with cannot be read any more (1-2-0026); it is left out when its batch is loaded",
            result.MessageLines);
        Assert.Contains(result.MessageLines, line => line.StartsWith("resuming after step ", StringComparison.Ordinal));
        Assert.Contains(
            result.MessageLines,
            line => line.StartsWith($"dropped 1-2-0026 ({other}): ", StringComparison.Ordinal) && line.Contains(" of train so far "));
        Assert.Contains(
            result.MessageLines,
            line => line.StartsWith($"dropped 1-2-0026 ({other}): ", StringComparison.Ordinal) && line.Contains(" of ten so far "));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("corpus,utterance,seconds\ncorpus,1-2-0026,long\n")]
    [InlineData("corpus,utterance,seconds\ncorpus,1-2-0026,-1\n")]
    [InlineData("corpus,utterance,seconds\ncorpus,1-2-0026\n")]
    [InlineData("")]
    public void Without_the_lengths_of_the_run_that_audio_is_named(string? lengths)
    {
        StopEarlyAndDamage("gone");
        string file = temporary.File("run/lengths.csv");
        File.Delete(file);
        if (lengths is not null)
        {
            File.WriteAllText(file, lengths);
        }

        ProgramResult result = Train(TwoEpochs("--resume"));

        Assert.Equal(2, result.Code);
        Assert.Contains(
            $"corpus: audio that this run was started with cannot be read any more (1-2-0026), and {file}, which says how long it was, is "
            + $"{(lengths is null ? "missing" : "damaged")}; bring the audio back",
            result.MessageLines);
        Assert.Contains("the training corpus differs (10 utterances then, 9 now)", result.Messages);
    }

    [Fact]
    public void A_resumed_run_says_so_when_the_table_of_what_it_left_out_is_damaged()
    {
        StopEarlyAndDamage("nothing");
        string quarantine = temporary.File("run/quarantine.csv");
        File.WriteAllText(quarantine, "no table");

        ProgramResult result = Train(TwoEpochs("--resume"));

        Assert.Equal(0, result.Code);
        Assert.Contains($"{quarantine} is damaged; the corpora are examined again, and it is written anew", result.MessageLines);
        Assert.StartsWith("severity,", File.ReadAllText(quarantine));
    }

    [Fact]
    public void Training_stops_when_it_is_too_large_a_share()
    {
        ProgramResult result = Train();
        Assert.Equal((4, ""), (result.Code, result.Results));
        Assert.Contains(
            "error: corpus: 1 of 10 utterances (10 %) cannot be used; at most 1 % may be dropped; mend them, or allow a larger share "
            + "(data.max_dropped_share, --max-dropped-share)",
            result.MessageLines);
        Assert.StartsWith($"error:   1-2-0002 ({cut}): audio file \"{cut}\" is ", result.MessageLines[^1]);
        Assert.Equal(2, File.ReadAllLines(temporary.File("run/quarantine.csv")).Length);
    }

    [Fact]
    public void Training_that_looks_at_headers_only_names_it_once_when_it_meets_it()
    {
        ProgramResult result = Train("--set", "data.max_dropped_share=0.1", "--set", "data.check.before_training=false");
        Assert.Equal(0, result.Code);
        Assert.Contains("corpus: 10 utterances, 0.00 h", result.MessageLines);
        string line = Assert.Single(result.MessageLines, line => line.Contains("dropped ", StringComparison.Ordinal));
        Assert.StartsWith($"dropped 1-2-0002 ({cut}): audio file \"{cut}\" is ", line);
        Assert.EndsWith("; 1 of 10 utterances of train so far (10 %), at most 10 % may be", line);
    }

    [Fact]
    public void Training_that_looks_at_headers_only_stops_when_it_is_too_large_a_share()
    {
        ProgramResult result = Train("--set", "data.check.before_training=false");
        Assert.Equal((4, ""), (result.Code, result.Results));
        Assert.Contains(
            "error: train: 1 of 10 utterances (10 %) cannot be used (0 found beforehand, 1 on loading their audio); at most "
            + "1 % may be dropped; mend them, or allow a larger share (data.max_dropped_share, --max-dropped-share)",
            result.MessageLines);
        Assert.StartsWith($"error:   1-2-0002 ({cut}): audio file \"{cut}\" is ", result.MessageLines[^1]);
    }

    [Fact]
    public void A_dev_set_is_held_to_the_same_share()
    {
        string[] dev =
        [
            "--set", $"data.train={TinyRun.Clips}", "--set", $"data.dev={{ten: {corpus}}}", "--set", "data.check.before_training=false",
        ];
        ProgramResult refused = Train(dev);
        Assert.Equal((4, ""), (refused.Code, refused.Results));
        Assert.Matches(@"(?m)^error: ten: 1 of 10 utterances \(10 %\) cannot be used \(0 found beforehand, 1 on", refused.Messages);

        // The epoch that was trained is not lost.
        ProgramResult resumed = Train([.. dev, "--resume", "--set", "data.max_dropped_share=0.1"]);
        Assert.Equal(0, resumed.Code);
        Assert.Contains(resumed.MessageLines, line => line.StartsWith("resuming after step ", StringComparison.Ordinal));
        string line = Assert.Single(resumed.MessageLines, line => line.StartsWith("dropped ", StringComparison.Ordinal));
        Assert.EndsWith("; 1 of 10 utterances of ten so far (10 %), at most 10 % may be", line);
        Assert.Matches(@" dev WER \d+\.\d\d % CER \d+\.\d\d %\n$", resumed.Results);
    }

    [Fact]
    public void Scoring_stops_when_it_is_too_large_a_share()
    {
        ProgramResult result = ProgramResult.Of("eval", run.Folder, "--data", corpus);
        Assert.Equal((4, ""), (result.Code, result.Results));
        Assert.Contains(result.MessageLines, line => line.StartsWith($"dropped 1-2-0002 ({cut}): ", StringComparison.Ordinal));
        Assert.Matches(@"(?m)^error: corpus: 1 of 10 utterances \(10 %\) cannot be used ", result.Messages);
    }

    [Fact]
    public void Scoring_leaves_it_out_and_counts_it_when_that_is_allowed()
    {
        ProgramResult result = ProgramResult.Of(
            "eval", run.Folder, "--data", corpus, "--max-dropped-share", "0.1", "--worst", "0", "--output", temporary.File("scores"));
        Assert.Equal(0, result.Code);
        Assert.Single(result.MessageLines, line => line.StartsWith($"dropped 1-2-0002 ({cut}): ", StringComparison.Ordinal));
        string[] lines = result.Results.TrimEnd().Split('\n');
        Assert.StartsWith("corpus: 9 utterances, 1 left out, ", lines[0]);
        Assert.Matches(@"^WER \d+\.\d\d % CER \d+\.\d\d % \(9 utterances\)$", lines[^1]);
        Assert.Equal(10, File.ReadAllLines(temporary.File("scores/utterances.csv")).Length);
    }

    [Fact]
    public void Measuring_decoders_leaves_it_out_when_that_is_allowed()
    {
        string[] arguments = ["bench", "decode", run.Folder, "--data", corpus, "--seconds", "0.01"];
        ProgramResult refused = ProgramResult.Of(arguments);
        Assert.Equal((4, ""), (refused.Code, refused.Results));
        Assert.Contains("--max-dropped-share", refused.Messages);
        Assert.Equal(0, ProgramResult.Of([.. arguments, "--max-dropped-share", "0.1"]).Code);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("-0.1")]
    public void The_share_allowed_in_scoring_is_between_none_and_all(string share)
    {
        ProgramResult result = ProgramResult.Of("eval", run.Folder, "--data", corpus, "--max-dropped-share", share);
        Assert.Equal((2, ""), (result.Code, result.Results));
        Assert.Contains("--max-dropped-share: must be 0 to 1", result.Messages);
    }

    // A run of ten good utterances, as if killed after its first epoch; then something happens to one of them.
    private string StopEarlyAndDamage(string what)
    {
        File.Copy(Path.Combine(TinyRun.Clips, "1/2/1-2-0002.flac"), cut, overwrite: true);
        Assert.Equal(0, Train(TwoEpochs()).Code);
        foreach (string later in Directory.EnumerateDirectories(temporary.File("run/checkpoints")).Order().Skip(1))
        {
            Directory.Delete(later, recursive: true);
        }

        string other = Path.Combine(corpus, "1/2/1-2-0026.flac");
        byte[] bytes = File.ReadAllBytes(other);
        switch (what)
        {
            case "gone":
                File.Delete(other);
                break;
            case "empty":
                File.WriteAllBytes(other, []);
                break;
            case "without a header":
                File.WriteAllBytes(other, bytes[100..]);
                break;
            default:
                break;
        }

        return other;
    }

    private string[] TwoEpochs(params string[] more) =>
        ["--set", "data.max_dropped_share=0.2", "--set", "training.epochs=2", "--set", $"data.dev={{ten: {corpus}}}", .. more];

    private ProgramResult Train(params string[] more) => run.Train(
        [
            "--run-dir", temporary.File("run"), "--set", $"data.train={corpus}", "--set", "data.dev=[]",
            "--set", "training.epochs=1", "--set", "training.warmup_epochs=0", .. more,
        ]);
}
