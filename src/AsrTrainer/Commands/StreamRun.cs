using AsrTrainer.Neural.Transcription;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Commands;

/// <summary>One call of <c>asr transcribe --stream</c>: whole segments are results, what is known of the next is a message.</summary>
/// <param name="arguments">What was asked.</param>
/// <param name="output">Where they go.</param>
internal sealed class StreamRun(TranscribeArguments arguments, ProgramOutput output)
{
    private readonly LiveText live = new(output.Messages, output.IsTerminal);

    /// <summary>Transcribes until the input ends, or until it is stopped, with the outputs that there are by then.</summary>
    public ExitCode Do(CancellationToken cancellation)
    {
        if (arguments.Paths is not ["-"] || arguments.Lists.Count > 0)
        {
            throw new UserFault(ExitCode.Usage, "--stream reads the standard input; give - as the only PATH");
        }

        if (arguments.Formats.Count > 0)
        {
            OutputFolder.MadeReady(arguments.OutputFolder, "--output-dir");
        }

        using LoadedModel model = LoadedModel.Open(
            LoadedModel.Choose(arguments.Model, output.Messages), Machine.Prepare(arguments.Machine), arguments.Decoding,
            output.Messages);
        using Stream input = output.OpenInput();
        RawAudio audio = RawAudio.Open(input, arguments.Stream!, TranscriptFiles.StandardInput);
        int rate = model.Timing.SampleRate;
        if (audio.Format.SampleRate < rate)
        {
            output.Messages.WriteLine(
                $"{TranscriptFiles.StandardInput}: {audio.Format.SampleRate} Hz, below the model's {rate}: expect more errors");
        }

        // What was heard so far is worth more than a quick end.
        output.LeaveWork = () => null;
        var transcriber = new StreamTranscriber(model.Recognition, model.Timing);
        IEnumerable<ReadOnlyMemory<float>> blocks = AudioBlocks.At(
            audio.Read().TakeWhile(_ => !cancellation.IsCancellationRequested), audio.Format.SampleRate, rate);
        List<TranscriptSegment> segments = [];
        foreach (StreamedText text in transcriber.Transcribe(blocks))
        {
            if (text.Segment is { } segment)
            {
                segments.Add(segment);
                live.Clear();
                output.Results.WriteLine(segment.Text);
                output.Results.Flush();
            }
            else
            {
                live.Show(text.Text);
            }
        }

        live.Clear();
        new TranscriptFiles(arguments.OutputFolder, arguments.Formats, arguments.Subtitles)
            .Write(new Transcript(TranscriptFiles.StandardInput, transcriber.Duration, segments));
        cancellation.ThrowIfCancellationRequested();
        return ExitCode.Success;
    }
}
