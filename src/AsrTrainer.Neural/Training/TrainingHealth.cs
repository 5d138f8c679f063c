using System.Globalization;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Neural.Training;

/// <summary>
/// Looks at each epoch for the two ways in which CTC training stands still: every frame says blank (at first it always does), or the loss
/// does not fall any more while the learning rate is still high. Either is told once, and a run that ends so in any case, with what in
/// this run may be the cause.
/// </summary>
internal sealed class TrainingHealth(TrainingPlan plan)
{
    /// <summary>So many epochs must have passed after the warm-up, and the loss must have stood still over as many.</summary>
    internal const int Patience = 5;

    // A model that has found anything to say says blank in some 60 to 95 % of its frames.
    private const double NothingButBlank = 0.999;

    // Less than this over the patience is no progress.
    private const double Progress = 0.01;

    // Below this many nats a token there is little left to learn, and the loss may well stand still.
    private const double LittleLeft = 0.3;

    private readonly List<double> losses = [];
    private bool toldBlank, toldPlateau;

    /// <summary>What should be said about the run after an epoch, or null.</summary>
    /// <param name="result">The epoch.</param>
    /// <param name="blankShare">The share of frames of its last batch whose most probable token is blank, 0 to 1.</param>
    public string? Look(EpochResult result, double blankShare)
    {
        if (result.TrainLoss is not { } loss)
        {
            return null;
        }

        losses.Add(loss);
        if (result.Epoch == plan.Training.Epochs && blankShare >= NothingButBlank && !toldBlank)
        {
            toldBlank = true;
            return "the model says nothing but blank at the end of the run: its text is empty. "
                + $"Likely causes: {string.Join("; ", Causes())}; or simply too few epochs, if the loss still falls";
        }

        if (result.Epoch < Math.Ceiling(plan.Training.WarmupEpochs) + Patience || losses.Count <= Patience)
        {
            return null;
        }

        var before = losses[^(Patience + 1)];
        var standsStill = losses[^Patience..].Min() > before * (1 - Progress);
        if (!standsStill)
        {
            return null;
        }

        if (blankShare >= NothingButBlank)
        {
            return Once(ref toldBlank, $"the model says nothing but blank after epoch {result.Epoch}, and the loss has stood still");
        }

        var fast = result.LearningRate > plan.Training.LearningRate / 10;
        return fast && loss > LittleLeft ? Once(ref toldPlateau, $"the loss has not fallen up to epoch {result.Epoch}") : null;
    }

    private string? Once(ref bool told, string finding)
    {
        if (told)
        {
            return null;
        }

        told = true;
        var (first, now) = (losses[^(Patience + 1)], losses[^1]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{finding} for {Patience} epochs ({first:0.000} to {now:0.000} nats per token). Likely causes: {string.Join("; ", Causes())}");
    }

    private IEnumerable<string> Causes()
    {
        var rate = plan.Training.LearningRate.ToString("g3", CultureInfo.InvariantCulture);
        yield return $"training.learning_rate {rate} is too high or its warm-up of {plan.Training.WarmupEpochs:0.##} epochs too short "
            + "(try a third of it), or far too low";
        var (tight, share) = Tightness();
        yield return tight < 2
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"model frames are too long for this speech: a tenth of the utterances have at most {tight:0.0} frames a token; "
                + $"lower model.stride ({plan.Model.Stride}) or features.hop_samples ({plan.Features.HopSamples})")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"not the length of model frames (nine tenths of the utterances have {tight:0.0} or more a token)");
        yield return share < 1
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the alphabet: {share:0%} of its characters occur in the transcripts; does text.alphabet fit this language and spelling?")
            : "transcripts that do not belong to their audio (listen to a few)";
    }

    // Model frames a token that nine tenths of the utterances have, and the share of the alphabet that is used; of at most some thousand.
    private (double Frames, double Alphabet) Tightness()
    {
        var timing = new FrameTiming(plan.Features.SampleRate, plan.Features.HopSamples, plan.Model.Stride);
        var utterances = plan.Train.Utterances;
        var stride = Math.Max(1, utterances.Count / 2000);
        var used = new HashSet<char>();
        var ratios = new List<double>();
        for (var i = 0; i < utterances.Count; i += stride)
        {
            var utterance = utterances[i];
            used.UnionWith(utterance.Transcript);
            var frames = timing.ModelFramesOfSamples(timing.SamplesForSeconds(utterance.Seconds));
            ratios.Add((double)frames / Math.Max(1, utterance.Transcript.Length));
        }

        ratios.Sort();
        return (ratios[ratios.Count / 10], (double)used.Count(plan.Alphabet.Characters.Contains) / plan.Alphabet.Characters.Length);
    }
}
