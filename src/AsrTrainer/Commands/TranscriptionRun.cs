using AsrTrainer.Neural.Transcription;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>One call of <c>asr transcribe</c>: each file by itself, so that a bad one does not cost the others.</summary>
internal sealed class TranscriptionRun(ProgramOutput output)
{
    private readonly List<UserFault> faults = [];
    private int transcribed;

    /// <summary>Transcribes files and folders of files.</summary>
    public ExitCode Do(
        string modelPath,
        IReadOnlyList<string> paths,
        (string Device, string Precision, int? Threads) machine,
        CancellationToken cancellation)
    {
        string[] files = [.. paths.SelectMany(Expand).DistinctBy(Path.GetFullPath)];
        if (files.Length > 0)
        {
            using LoadedModel model = LoadedModel.Open(modelPath, Machine.Prepare(machine));
            var transcriber = new Transcriber(model.Recognition, model.Description.Features.SampleRate);
            bool several = files.Length + faults.Count > 1;
            foreach (string file in files)
            {
                cancellation.ThrowIfCancellationRequested();
                Transcribe(transcriber, file, several);
            }
        }

        return faults.Count == 0 ? ExitCode.Success : transcribed > 0 ? ExitCode.Partial : faults[0].Code;
    }

    private void Transcribe(Transcriber transcriber, string file, bool several)
    {
        try
        {
            string text = transcriber.Transcribe(file).Text;
            output.Results.WriteLine(several ? $"{file}\t{text}" : text);
            output.Results.Flush();
            transcribed++;
        }
        catch (UserFault fault)
        {
            Note(fault);
        }
    }

    private IReadOnlyList<string> Expand(string path)
    {
        try
        {
            return AudioFiles.Expand([path]);
        }
        catch (UserFault fault)
        {
            Note(fault);
            return [];
        }
    }

    private void Note(UserFault fault)
    {
        faults.Add(fault);
        Invocation.Print(fault, output.Messages);
    }
}
