using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Tests.Training;
using AsrTrainer.Speech.Audio;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Evaluation;

/// <summary>Padding never changes a result, shown on a trained model in single precision.</summary>
[Collection(TrainedModel.Collection)]
public sealed class PaddingTests(TrainedModel trained) : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Log_probabilities_of_a_clip_alone_are_those_in_a_padded_batch_within_1e_5()
    {
        using var quiet = no_grad();
        var clips = Clips();
        var (samples, counts) = Pad(clips);
        var together = trained.Model.Forward(samples, counts, ForwardContext.Inference);
        for (var b = 0; b < clips.Length; b++)
        {
            var alone = trained.Model.Forward(tensor(clips[b], [1, clips[b].Length]), [clips[b].Length], ForwardContext.Inference);
            Assert.Equal(together.Frames[b], alone.Frames[0]);
            var difference = alone.LogProbs[0].sub(together.LogProbs[b].narrow(0, 0, together.Frames[b])).abs().max().ToDouble();

            // A frame's log-probabilities are its logits less one number: half their range is at most the largest logit.
            var spread = alone.LogProbs[0].amax([1]).sub(alone.LogProbs[0].amin([1])).max().ToDouble() / 2;
            Assert.True(spread > 3, "a trained model has an opinion");
            Assert.True(
                difference <= 1e-5 * Math.Max(1, spread), $"clip {b}: differs by {difference:g3}, largest logit at least {spread:g3}");
        }
    }

    [Fact]
    public void Transcripts_and_error_rates_at_batch_size_1_are_those_at_batch_size_N()
    {
        var one = trained.Evaluate(1);
        foreach (var size in (int[])[2, 3, 10])
        {
            var several = trained.Evaluate(size);
            Assert.Equal(one.Utterances.Select(u => u.Hypothesis), several.Utterances.Select(u => u.Hypothesis));
            Assert.Equal(one.Words, several.Words);
            Assert.Equal(one.Characters, several.Characters);
        }
    }

    [Fact]
    public void Silence_after_a_batch_changes_no_transcript()
    {
        var (samples, counts) = Pad(Clips(), extra: 30_000);
        var hypotheses = trained.Recognition().Recognise(samples.data<float>().ToArray(), counts);
        Assert.Equal(trained.Evaluate(1).Utterances.Select(u => u.Hypothesis), hypotheses.Select(h => h.Text));
    }

    private float[][] Clips() => [.. trained.Clips.Utterances.Select(u => AudioFile.ReadMono(u.AudioPath, 16000).Samples)];

    private static (Tensor Samples, int[] Counts) Pad(float[][] clips, int extra = 0)
    {
        var width = clips.Max(clip => clip.Length) + extra;
        var samples = zeros(clips.Length, width);
        for (var b = 0; b < clips.Length; b++)
        {
            samples[b].narrow(0, 0, clips[b].Length).copy_(tensor(clips[b]));
        }

        return (samples, [.. clips.Select(clip => clip.Length)]);
    }
}
