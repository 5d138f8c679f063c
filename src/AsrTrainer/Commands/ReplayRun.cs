using AsrTrainer.Neural.Training;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>One call of <c>asr train --replay</c>: a step that was left out, done again.</summary>
internal static class ReplayRun
{
    public static ExitCode Do(
        string path, (string Device, string Precision, int? Threads) choice, ProgramOutput output, CancellationToken cancellation)
    {
        ReplayMoment moment = ReplayFolder.ReadMoment(path);
        string precision = choice.Precision == "auto" ? Configuration.KeyNames.Of(moment.Precision.ToString()) : choice.Precision;

        // Threads beyond the processors wait for each other; the file may name any number of them.
        int threads = choice.Threads ?? Math.Min(moment.Threads, Environment.ProcessorCount);
        Machine machine = Machine.Prepare((choice.Device, precision, threads));
        ReplayFindings findings = Replayer.Run(path, machine.Device, machine.Precision, cancellation);
        output.Results.WriteLine(ReplayReport.Of(findings));
        return findings.IsFinite ? ExitCode.Success : ExitCode.Diverged;
    }
}
