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
    private readonly LiveText live = new(output.Screen, output.IsTerminal);

    // What is wrong with the samples from some moment on.
    private UserFault? damage;

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
        using var input = new InterruptibleInput(output.OpenInput, cancellation);
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
            Heard(audio.Read(), cancellation), audio.Format.SampleRate, rate);
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
        if (transcriber.Duration == 0)
        {
            cancellation.ThrowIfCancellationRequested();
            throw damage ?? new UserFault(ExitCode.Data, "the standard input gave no samples; look at what was to write them");
        }

        ExitCode code = Finish(new Transcript(TranscriptFiles.StandardInput, transcriber.Duration, segments));
        cancellation.ThrowIfCancellationRequested();
        return code;
    }

    // Writes the files and says what went wrong.
    private ExitCode Finish(Transcript transcript)
    {
        IReadOnlyList<UserFault> unwritten =
            new TranscriptFiles(arguments.OutputFolder, arguments.Formats, arguments.Subtitles).Write(transcript);
        UserFault[] faults = damage is null ? [.. unwritten] : [damage, .. unwritten];
        foreach (UserFault fault in faults)
        {
            Invocation.Print(fault, output.Messages);
        }

        return faults.Length == 0 ? ExitCode.Success : faults[0].Code;
    }

    // To be stopped is the end of the input, also while nothing comes, and so is a fault: what was heard before is kept.
    private IEnumerable<ReadOnlyMemory<float>> Heard(IEnumerable<ReadOnlyMemory<float>> blocks, CancellationToken cancellation)
    {
        using IEnumerator<ReadOnlyMemory<float>> all = blocks.GetEnumerator();
        while (HasNext(all, cancellation))
        {
            yield return all.Current;
        }
    }

    private bool HasNext(IEnumerator<ReadOnlyMemory<float>> blocks, CancellationToken cancellation)
    {
        try
        {
            return blocks.MoveNext();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
        catch (UserFault met)
        {
            damage = met;
            return false;
        }
    }
}
