using System.Text.Json;
using AsrTrainer.Configuration;

namespace AsrTrainer.Tests.Commands;

[Collection(TinyRun.Collection)]
public sealed class TrainingRunTests(TinyRun run)
{
    [Fact]
    public void Training_ends_with_the_model_and_its_scores_on_stdout()
    {
        Assert.Equal(0, run.Training.Code);
        Assert.Matches(
            $@"^{run.Folder}/checkpoints/step-\d{{8}}/model\.safetensors dev WER \d+\.\d\d % CER \d+\.\d\d %\n$", run.Training.Results);
    }

    [Fact]
    public void Progress_is_plain_lines_where_nobody_watches()
    {
        Assert.Contains("speech: 10 utterances, 0.00 h", run.Training.MessageLines);
        Assert.Contains(
            run.Training.MessageLines,
            line => System.Text.RegularExpressions.Regex.IsMatch(
                line, @"^epoch 1/2  step 1/\d+  loss \d+\.\d+  lr \S+  audio \d+\.\d s/s  waiting \d+\.\d\d %  left \d+:\d\d$"));
        Assert.Equal(2, run.Training.MessageLines.Count(line => line.Contains(" done  train loss ", StringComparison.Ordinal)));
        Assert.Matches("  ten WER .*  two WER ", run.Training.Messages);
        Assert.DoesNotContain('\u001b', run.Training.Messages);
    }

    [Fact]
    public void The_run_folder_holds_configuration_facts_logs_history_and_model()
    {
        AsrConfiguration resolved = ConfigurationLoader.Load<AsrConfiguration>(Path.Combine(run.Folder, "config.yaml"), []);
        Assert.Equal((2, 16), (resolved.Training.Epochs, resolved.Features.Mels));
        using JsonDocument facts = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Folder, "run.json")));
        JsonElement environment = facts.RootElement.GetProperty("sessions")[0].GetProperty("environment");
        Assert.Equal("fp32", environment.GetProperty("precision").GetString());
        Assert.Equal(
            ["blas", "device", "kernels", "libtorch", "onednn", "precision", "processor_features", "program", "seed", "threads"],
            environment.EnumerateObject().Select(fact => fact.Name));
        Assert.Matches(@"^\d+\.\d+", environment.GetProperty("onednn").GetString()!);
        Assert.Matches(@"^OpenBLAS \d", environment.GetProperty("blas").GetString()!);
        Assert.Equal(3, File.ReadAllLines(Path.Combine(run.Folder, "history.csv")).Length);
        Assert.Contains("epoch 2 done", File.ReadAllText(Path.Combine(run.Folder, "log.txt")));
        Assert.All(File.ReadLines(Path.Combine(run.Folder, "log.jsonl")), line => JsonDocument.Parse(line).Dispose());
        Assert.NotEmpty(Directory.EnumerateFiles(run.Folder, "model.safetensors", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_folder_that_holds_a_run_is_not_trained_over()
    {
        ProgramResult again = run.Train("--run-dir", run.Folder);
        Assert.Equal((2, ""), (again.Code, again.Results));
        Assert.Equal(
            [$"error: {run.Folder}: already holds a run; go on with it by --resume, or train into another folder with --run-dir"],
            again.MessageLines);
    }

    [Fact]
    public void Resuming_a_finished_run_says_so_and_succeeds()
    {
        int Sessions()
        {
            using JsonDocument facts = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Folder, "run.json")));
            return facts.RootElement.GetProperty("sessions").GetArrayLength();
        }

        int before = Sessions();
        ProgramResult again = run.Train("--run-dir", run.Folder, "--resume");
        Assert.Equal(before + 1, Sessions());
        Assert.Equal((0, run.Training.Results), (again.Code, again.Results));
        Assert.Equal($"{run.Folder}: the run was finished before, all 2 epochs; nothing to do", again.MessageLines[^1]);
    }

    [Fact]
    public void Resuming_where_there_is_no_checkpoint_begins()
    {
        using var temporary = new TemporaryFolder();
        ProgramResult fresh = run.Train(
            "--run-dir", temporary.Path, "--resume", "--set", "training.epochs=1", "--set", "training.warmup_epochs=0");
        Assert.Equal(0, fresh.Code);
        Assert.Contains(fresh.MessageLines, line => line.Contains("starting from the beginning", StringComparison.Ordinal));
    }

    [Fact]
    public void Resuming_with_other_options_is_refused()
    {
        ProgramResult other = run.Train("--run-dir", run.Folder, "--resume", "--set", "training.seed=99");
        Assert.Equal((2, ""), (other.Code, other.Results));
        Assert.Matches(@"(?m)^error: .* was trained with other options .*: .*training\.seed was \d+, is 99", other.Messages);
    }

    [Fact]
    public void Checking_a_configuration_reads_no_corpus_and_leaves_no_folder()
    {
        using var temporary = new TemporaryFolder();
        string folder = temporary.File("run");
        ProgramResult check = run.Train("--check", "--run-dir", folder, "--set", "data.train=no/such/corpus");
        Assert.Equal(new ProgramResult(0, $"{run.Configuration}: ok\n", ""), check);
        Assert.False(Directory.Exists(folder));
    }
}
