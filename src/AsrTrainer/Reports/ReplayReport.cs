using System.Text;
using AsrTrainer.Configuration;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Training;

namespace AsrTrainer.Reports;

/// <summary>What <c>asr train --replay</c> prints: the step then and now, each utterance, and where the numbers end.</summary>
internal static class ReplayReport
{
    private const int Shown = 8;

    /// <summary>The report, without an end of line.</summary>
    public static string Of(ReplayFindings findings)
    {
        ReplayMoment moment = findings.Moment;
        var text = new StringBuilder();
        Line(text, $"step {moment.Step + 1} of epoch {moment.Epoch + 1}, learning rate {moment.LearningRate:g4}");
        Line(text, $"{"",-12}{"loss",12}{"gradient norm",16}");
        Row(text, $"then, {Name(moment.Precision)}", moment.Loss, moment.GradientNorm);
        Row(text, $"now, {Name(findings.Precision)}", findings.Loss, findings.GradientNorm);
        if (findings.InFp32 is { } single)
        {
            Row(text, "now, fp32", single.Loss, single.GradientNorm);
        }

        Line(text, "");
        Line(text, $"each utterance by itself, without masks and dropout:");
        Line(text, $"{"seconds",9}{"peak",8}{"frames",8}{"needed",8}{"loss",10}  utterance");
        foreach (ReplayedUtterance one in findings.Utterances)
        {
            Line(text, $"{one.Seconds,9:F2}{one.Peak,8:F3}{one.Frames,8}{one.RequiredFrames,8}{one.Loss,10:F3}  "
                + $"{one.Id} ({one.Path}): {one.Transcript}");
        }

        Line(text, "");
        Line(text, Verdict(findings));
        return text.ToString().TrimEnd('\n');
    }

    private static string Verdict(ReplayFindings findings)
    {
        if (findings.Weights.Count > 0)
        {
            return $"the weights were no numbers already before this step: {Names(findings.Weights)}; an earlier step is to blame";
        }

        if (findings.Utterances.All(one => !double.IsFinite(one.Loss)))
        {
            return $"no utterance of the batch has a finite loss: the weights have grown too large (up to {findings.LargestWeight:g3}); "
                + "train with a lower training.learning_rate";
        }

        if (findings.Utterances.Where(one => !double.IsFinite(one.Loss)).Select(one => one.Id).ToArray() is { Length: > 0 } bad)
        {
            return $"no finite loss for {Names(bad)}: listen to the audio and compare it with the transcript";
        }

        if (findings.IsFinite)
        {
            return "the step is finite here: it depends on the machine, the threads or the precision";
        }

        string where = findings.Gradients.Count > 0
            ? $"gradients that are no numbers: {Names(findings.Gradients)}"
            : "the norm of the gradient is too large for a number";
        return findings.InFp32 is { } single && double.IsFinite(single.Loss) && double.IsFinite(single.GradientNorm)
            ? $"{where}; in fp32 the step is finite: train with --precision fp32, or with a lower learning rate"
            : $"{where}; each utterance by itself has a finite loss: a lower learning rate or training.gradient_clip may help";
    }

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? $" and {names.Count - Shown} more" : "");

    private static string Name(Precision precision) => KeyNames.Of(precision.ToString());

    private static void Row(StringBuilder text, string name, double loss, double norm) => Line(text, $"{name,-12}{loss,12:g6}{norm,16:g6}");

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
