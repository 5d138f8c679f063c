using AsrTrainer.Neural.Tests.Training;
using AsrTrainer.Neural.Transcription;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Tests.Transcription;

[Collection(TrainedModel.Collection)]
public sealed class TranscriberTests(TrainedModel trained)
{
    [Fact]
    public void It_hears_what_the_evaluation_heard_which_is_nearly_what_was_said()
    {
        var transcriber = new Transcriber(trained.Recognition(), 16000);
        var heard = trained.Clips.Utterances.Select(u => transcriber.Transcribe(u.AudioPath).Text).ToArray();
        Assert.Equal(trained.Evaluate(10).Utterances.Select(u => u.Hypothesis), heard);
        var right = trained.Clips.Utterances.Zip(heard).Count(pair => pair.First.Transcript == pair.Second);
        Assert.True(right >= 9, $"{right} of 10 right: {string.Join(" | ", heard)}");
    }

    [Fact]
    public void A_file_that_is_not_audio_is_a_fault_that_names_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("noise.wav");
        File.WriteAllText(path, "not audio");
        var fault = Assert.Throws<UserFault>(() => new Transcriber(trained.Recognition(), 16000).Transcribe(path));
        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
    }
}
