using AsrTrainer.Neural.Models;

namespace AsrTrainer.Neural.Training;

/// <summary>A step done again.</summary>
/// <param name="Moment">What is known of the step.</param>
/// <param name="Precision">The arithmetic of products now.</param>
/// <param name="Loss">The loss now, in nats per token.</param>
/// <param name="GradientNorm">The norm of the gradient now.</param>
/// <param name="Utterances">Each utterance by itself.</param>
/// <param name="Weights">Names of parameters that held something else than finite numbers before the step.</param>
/// <param name="LargestWeight">The largest of the finite ones, by its absolute value.</param>
/// <param name="Gradients">Names of parameters whose gradient is not finite.</param>
/// <param name="InFp32">Loss and gradient norm of the step in fp32, where the precision is another.</param>
public sealed record ReplayFindings(
    ReplayMoment Moment,
    Precision Precision,
    double Loss,
    double GradientNorm,
    IReadOnlyList<ReplayedUtterance> Utterances,
    IReadOnlyList<string> Weights,
    double LargestWeight,
    IReadOnlyList<string> Gradients,
    (double Loss, double GradientNorm)? InFp32)
{
    /// <summary>Whether loss and gradient are finite now.</summary>
    public bool IsFinite => double.IsFinite(Loss) && double.IsFinite(GradientNorm);
}

/// <summary>An utterance of a step done again.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Path">Its audio file.</param>
/// <param name="Transcript">Its transcript.</param>
/// <param name="Seconds">Its audio as the model got it.</param>
/// <param name="Peak">The largest sample, full scale being 1; not a number if one is not.</param>
/// <param name="Frames">Model frames.</param>
/// <param name="RequiredFrames">Frames that its transcript needs.</param>
/// <param name="Loss">Its loss by itself, in nats per token.</param>
public sealed record ReplayedUtterance(
    string Id, string Path, string Transcript, double Seconds, float Peak, long Frames, int RequiredFrames, double Loss);
