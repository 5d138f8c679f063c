using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Tests.Training;

/// <summary>Runs in which audio turns out to be unusable only when it is loaded: cut off after a good header, or gone.</summary>
public sealed class TrainerDroppedAudioTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private int corpora;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Unusable_audio_is_left_out_and_named_once_and_the_run_goes_on(int workers)
    {
        var plan = Plan("run", share: 0.2, workers: workers);
        var (cut, gone) = (plan.Train.Utterances[2], plan.Train.Utterances[7]);
        Cut(cut);
        File.Delete(gone.AudioPath);
        var (outcome, observer) = Run(plan);
        Assert.Equal(TrainingOutcome.Finished, outcome);
        Assert.Equal(2, observer.Notices.Count);
        Assert.All(
            (Utterance[])[cut, gone],
            one => Assert.Single(
                observer.Notices, line => line.StartsWith($"dropped {one.Id} ({one.AudioPath}): audio file ", StringComparison.Ordinal)));
        Assert.EndsWith("; 1 of 10 utterances of train so far (10 %), at most 20 % may be", observer.Notices[0], StringComparison.Ordinal);
        Assert.EndsWith("; 2 of 10 utterances of train so far (20 %), at most 20 % may be", observer.Notices[1], StringComparison.Ordinal);
        var whole = plan.Train.Seconds - cut.Seconds - gone.Seconds;
        Assert.All(observer.Epochs, epoch => Assert.Equal(whole, epoch.AudioSeconds, whole * 0.06)); // Speeds of 0.95 to 1.05.
    }

    [Fact]
    public void What_is_trained_does_not_depend_on_workers_or_on_being_resumed()
    {
        var whole = Damaged(Plan("whole", share: 0.2));
        Assert.Equal(TrainingOutcome.Finished, Run(whole).Outcome);
        var parts = Damaged(Plan("parts", share: 0.2, workers: 3));
        Assert.Equal(TrainingOutcome.Interrupted, Run(parts, stopAfterStep: 2).Outcome);
        Assert.Equal(TrainingOutcome.Interrupted, Run(parts with { Resume = true }, stopAfterStep: 7).Outcome);
        var (outcome, observer) = Run(parts with { Resume = true });
        Assert.Equal(TrainingOutcome.Finished, outcome);
        Assert.Equal(3, observer.Notices.Count); // Where it goes on from, and the two files, which this session meets for the first time.
        Assert.Equal(FinishedRun.In(whole.RunFolder), FinishedRun.In(parts.RunFolder));
    }

    [Fact]
    public void A_batch_of_nothing_but_unusable_audio_is_no_step()
    {
        var plan = Plan("whole", share: 0.2);
        plan = plan with { Batching = plan.Batching with { MaxUtterances = 1 } };
        Cut(plan.Train.Utterances[4]);
        var (_, whole) = Run(plan);
        Assert.Equal([9L, 18L, 27L], whole.Epochs.Select(epoch => epoch.Step));
        Assert.All(whole.Epochs, epoch => Assert.Equal(0, epoch.SkippedSteps));

        // Stopped after every step in turn, the empty batch is met at every place.
        var parts = plan with { RunFolder = Folder("parts"), Resume = true };
        for (var step = 1; step < 27; step++)
        {
            Run(parts, stopAfterStep: step);
        }

        Assert.Equal(TrainingOutcome.Finished, Run(parts).Outcome);
        Assert.Equal(FinishedRun.In(plan.RunFolder), FinishedRun.In(parts.RunFolder));
    }

    [Fact]
    public void Too_large_a_share_stops_the_run_and_leaves_a_checkpoint_to_go_on_from()
    {
        var plan = Plan("run", share: 0.1);
        var whole = Run(plan with { RunFolder = Folder("whole") });
        Assert.Empty(whole.Observer.Notices);
        byte[] content = [];
        var (first, second) = (plan.Train.Utterances[0], plan.Train.Utterances[1]);
        Cut(first);
        var observer = new RecordingObserver
        {
            AfterStep = progress =>
            {
                if (progress.Step == 4)
                {
                    content = File.ReadAllBytes(second.AudioPath);
                    File.Delete(second.AudioPath);
                }
            },
        };
        using (var trainer = new Trainer(plan, observer))
        {
            var fault = Assert.Throws<UserFault>(() => trainer.Run(CancellationToken.None));
            Assert.Equal(ExitCode.Data, fault.Code);
            Assert.StartsWith(
                "train: 2 of 10 utterances (20 %) cannot be used (0 found beforehand, 2 on loading their audio); at most 10 % ",
                fault.Message,
                StringComparison.Ordinal);
            Assert.Contains(fault.Problems, line => line.StartsWith($"  {second.Id} ({second.AudioPath}): ", StringComparison.Ordinal));
        }

        Assert.InRange(observer.Steps[^1].Step, 4, 8);
        var step = observer.Steps[^1].Step;
        Assert.Equal(
            $"stopped after step {step}; a checkpoint is in {plan.RunFolder}; when that is mended, go on with --resume",
            observer.Notices[^1]);
        File.WriteAllBytes(second.AudioPath, content);
        var (outcome, resumed) = Run(plan with { Resume = true });
        Assert.Equal(TrainingOutcome.Finished, outcome);
        Assert.Equal(step + 1, resumed.Steps[0].Step);
    }

    [Fact]
    public void What_the_corpus_check_dropped_counts_as_well()
    {
        var plan = Plan("run", share: 0.1);
        var before = new DroppedUtterance("before", "before.flac", FindingReason.EmptyTranscript, "nothing is left of the transcript");
        plan = plan with { Train = plan.Train with { Dropped = [before] } };
        Cut(plan.Train.Utterances[0]);
        var fault = Assert.Throws<UserFault>(() => Run(plan));
        Assert.StartsWith(
            "train: 2 of 11 utterances (18.18 %) cannot be used (1 found beforehand, 1 on ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dev_set_is_scored_without_its_unusable_audio_which_is_named_once()
    {
        var plan = Plan("run", share: 0.2);
        plan = plan with { Dev = [Clips("dev", 0.2)] };
        var cut = plan.Dev[0].Utterances[3];
        Cut(cut);
        var (outcome, observer) = Run(plan);
        Assert.Equal(TrainingOutcome.Finished, outcome);
        var notice = Assert.Single(observer.Notices);
        Assert.StartsWith($"dropped {cut.Id} ({cut.AudioPath}): ", notice, StringComparison.Ordinal);
        Assert.EndsWith("; 1 of 10 utterances of dev so far (10 %), at most 20 % may be", notice, StringComparison.Ordinal);
        var words = plan.Dev[0].Utterances.Where(one => one != cut).Sum(one => one.Transcript.Split(' ').Length);
        Assert.All(observer.Epochs, epoch => Assert.Equal(words, epoch.Dev[0].Words.ReferenceLength));
    }

    [Fact]
    public void A_dev_set_of_which_too_much_is_unusable_stops_the_run_after_the_epoch_was_saved()
    {
        var plan = Plan("run", share: 0.2);
        plan = plan with { Dev = [Clips("dev", 0.05)] };
        Cut(plan.Dev[0].Utterances[3]);
        var fault = Assert.Throws<UserFault>(() => Run(plan));
        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.StartsWith("dev: 1 of 10 utterances (10 %) cannot be used ", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["step-00000004"], Directory.GetDirectories(Path.Combine(plan.RunFolder, "checkpoints")).Select(Path.GetFileName));
    }

    // Half of the bytes: the header stays whole.
    private static void Cut(Utterance utterance)
    {
        var bytes = File.ReadAllBytes(utterance.AudioPath);
        File.WriteAllBytes(utterance.AudioPath, bytes[..(bytes.Length / 2)]);
        Assert.Equal(utterance.Seconds, AudioFile.ReadHeader(utterance.AudioPath).Seconds);
    }

    private static TrainingPlan Damaged(TrainingPlan plan)
    {
        Cut(plan.Train.Utterances[2]);
        File.Delete(plan.Train.Utterances[7].AudioPath);
        return plan;
    }

    private static (TrainingOutcome Outcome, RecordingObserver Observer) Run(TrainingPlan plan, long? stopAfterStep = null)
    {
        using var stop = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = progress =>
            {
                if (progress.Step == stopAfterStep)
                {
                    stop.Cancel();
                }
            },
        };
        using var trainer = new Trainer(plan, observer);
        return (trainer.Run(stop.Token), observer);
    }

    private TrainingPlan Plan(string run, double share, int workers = 1)
    {
        var plan = TinyPlans.Of(Folder(run));
        return plan with { Train = Clips("train", share), Dev = [], Loading = plan.Loading with { Workers = workers } };
    }

    // Copies of the clips, so that they can be damaged.
    private CheckedCorpus Clips(string name, double share)
    {
        var audio = Folder($"audio-{corpora++}");
        var clips = SpeechClips.Corpus(name);
        return clips with { Utterances = [.. clips.Utterances.Select(clip => Copy(clip, audio))], MaxDroppedShare = share };
    }

    private static Utterance Copy(Utterance clip, string into)
    {
        var path = Path.Combine(into, Path.GetFileName(clip.AudioPath));
        File.Copy(clip.AudioPath, path);
        return clip with { AudioPath = path };
    }

    private string Folder(string name) => Directory.CreateDirectory(folder.PathOf(name)).FullName;
}
