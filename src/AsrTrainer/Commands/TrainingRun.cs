using AsrTrainer.Configuration;
using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Training;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;
using Serilog;
using Serilog.Core;
using Spectre.Console;
using TorchSharp;

namespace AsrTrainer.Commands;

/// <summary>One call of <c>asr train</c>: configuration, run folder, corpora, trainer, result.</summary>
internal static class TrainingRun
{
    public static ExitCode Do(TrainArguments arguments, ProgramOutput output, CancellationToken cancellation)
    {
        var configuration = ConfigurationLoader.Load<AsrConfiguration>(arguments.ConfigurationPath, arguments.Sets);
        using RunFolder folder = RunFolder.Open(arguments.RunFolder, arguments.Resume);
        using Logger log = RunLog.Open(folder.Path, arguments.Verbose);
        try
        {
            log.Information(
                "asr {Version:l} train {Configuration:l} into {RunFolder:l}",
                ProgramVersion.Text, arguments.ConfigurationPath, folder.Path);
            return Train(arguments, configuration, folder, log, output, cancellation);
        }
        catch (Exception exception) when (Record(log, folder, exception))
        {
            // Record never says that it has handled anything.
            throw;
        }
    }

    private static ExitCode Train(
        TrainArguments arguments,
        AsrConfiguration configuration,
        RunFolder folder,
        Logger log,
        ProgramOutput output,
        CancellationToken cancellation)
    {
        ITrainingDisplay display = Display(output, arguments.Verbose);
        var report = new TrainingReport(display, log, TimeProvider.System);
        if (folder.TakenOver is { } owner)
        {
            report.Notice($"{folder.Path} was left by {owner}, which ended without finishing; taking over");
        }

        TrainingState? resumed = arguments.Resume ? new CheckpointStore(folder.Path).FindLastState() : null;
        Machine machine = Machine.Prepare(arguments.Machine, resumed);
        string resolved = Text("Every option of this run", configuration);
        var loading = new CorpusLoading(report.Say, log.Warning)
        {
            Quarantine = new QuarantineOfRun(output, folder.Path, isResumed: resumed is not null),
        };
        TrainingPlan plan = Plan(configuration, machine, loading, cancellation) with
        {
            RunFolder = folder.Path,
            Configuration = Text("Every option of the run, its loader's at their defaults", WithoutLoader(configuration)),
            Environment = RunEnvironment.Of(machine, configuration.Training.Seed),
            Resume = arguments.Resume,
        };
        using var trainer = new Trainer(plan, report);
        folder.WriteRecords(resolved, plan, report.Notice);
        string precision = KeyNames.Of(machine.Precision.ToString());
        if (machine.Device.type == DeviceType.CUDA)
        {
            report.Notice(
                "a GPU adds up in an order that changes from call to call (the CTC loss' gradient among it): two runs with one seed will "
                + "be alike, not equal; --device cpu promises equal ones");
        }

        report.Say($"model of {trainer.ParameterCount:N0} parameters, on {machine.Device} in {precision}, into {folder.Path}");
        var outcome = TrainingOutcome.Interrupted;
        output.LeaveScreen = display.Stop;
        output.LeaveWork = () => Leave(trainer, report, folder, log, output);
        display.During(() => outcome = trainer.Run(cancellation));
        log.Information("{Outcome:l}", outcome.ToString());
        if (outcome == TrainingOutcome.Interrupted)
        {
            report.Say($"stopped; a checkpoint is in {folder.Path}; go on with --resume");
            return ExitCode.Interrupted;
        }

        if (outcome == TrainingOutcome.AlreadyFinished)
        {
            report.Say($"{folder.Path}: the run was finished before, all {configuration.Training.Epochs} epochs; nothing to do");
        }

        output.Results.WriteLine(Result(folder.Path, report.Notice));
        return ExitCode.Success;
    }

    // From another thread, while a step is computed.
    private static ExitCode? Leave(Trainer trainer, TrainingReport report, RunFolder folder, Logger log, ProgramOutput output)
    {
        ExitCode code = ExitCode.Interrupted;
        try
        {
            if (!trainer.Leave())
            {
                return null;
            }

            report.Say(
                $"stopped inside a step that takes long; a checkpoint of the one before it is in {folder.Path}; go on with --resume");
        }
        catch (Exception exception)
        {
            Record(log, folder, exception);
            code = Invocation.Report(exception, output.Messages);
        }

        log.Dispose();
        folder.Dispose();
        return code;
    }

    private static string Text(string what, AsrConfiguration configuration) =>
        $"# {what}. Written by asr {ProgramVersion.Text}.\n{ConfigurationWriter.Write(configuration)}";

    // How many workers load the batches does not change the result: the model file is to be the same.
    private static AsrConfiguration WithoutLoader(AsrConfiguration configuration)
    {
        var defaults = new DataOptions();
        return configuration with
        {
            Data = configuration.Data with { Workers = defaults.Workers, PrefetchBatches = defaults.PrefetchBatches },
        };
    }

    /// <summary>Reads the corpora and puts together what a run needs, but for its folder.</summary>
    internal static TrainingPlan Plan(
        AsrConfiguration configuration, Machine machine, CorpusLoading loading, CancellationToken cancellation)
    {
        (CheckedCorpus train, IReadOnlyList<CheckedCorpus> dev) = loading.LoadForTraining(configuration, cancellation);
        return new TrainingPlan
        {
            Features = configuration.Features,
            Model = configuration.Model,
            SpecAugment = configuration.Augmentation.SpecAugment,
            Training = configuration.Training,
            Checkpoints = configuration.Checkpoints,
            Batching = configuration.Batching,
            Loading = Loading(configuration),
            Alphabet = new Alphabet(configuration.Text.Alphabet),
            Normalizer = configuration.Text.Normalizer,
            Train = train,
            Dev = dev,
            Device = machine.Device,
            Precision = machine.Precision,
            RunFolder = "",
            Configuration = "",
        };
    }

    /// <summary>How batches are loaded.</summary>
    internal static BatchLoaderOptions Loading(AsrConfiguration configuration) => new()
    {
        SampleRate = configuration.Features.SampleRate,
        Workers = configuration.Data.Workers,
        PrefetchBatches = configuration.Data.PrefetchBatches,
        SpeedFactors = configuration.Augmentation.SpeedFactors,
        NarrowBandShare = configuration.Augmentation.NarrowBandShare,
    };

    private static ITrainingDisplay Display(ProgramOutput output, bool verbose)
    {
        if (verbose)
        {
            // The log is on the screen already, with the same lines.
            return new PlainTrainingDisplay(TextWriter.Null);
        }

        if (output.IsTerminal && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"))
        {
            IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output.Messages) });

            // What the terminal can do is found out from stderr itself; its escapes go past what replaces others'.
            console.Profile.Out = new AnsiConsoleOutput(output.Screen);
            if (console.Profile.Capabilities.Ansi && console.Profile.Width >= LiveTrainingDisplay.MinColumns)
            {
                return new LiveTrainingDisplay(console);
            }
        }

        return new PlainTrainingDisplay(output.Messages);
    }

    // The one line on stdout: the model, and what it scored.
    private static string Result(string runFolder, Action<string> notice)
    {
        string model = CheckpointStore.ResolveModel(runFolder, notice);
        return LoadedModel.ScoreOf(model) is { } score ? $"{model} dev {Figures.Rates(score.Words, score.Characters)}" : model;
    }

    private static bool Record(ILogger log, RunFolder folder, Exception exception)
    {
        if (exception is UserFault fault)
        {
            log.Error("{Problems:l}", string.Join(Environment.NewLine, fault.Problems));
        }
        else if (exception is not OperationCanceledException)
        {
            log.Fatal(exception, "a fault of the program");
            exception.Data[Invocation.DetailsKey] = Path.Combine(folder.Path, RunLog.TextName);
        }

        return false;
    }
}
