using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Transcription;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Commands;

/// <summary>One call of <c>asr transcribe</c>: a bad file does not cost the others.</summary>
/// <param name="arguments">What was asked.</param>
/// <param name="output">Where texts and messages go.</param>
/// <param name="times">Told what each stretch of time went into.</param>
internal sealed class TranscriptionRun(TranscribeArguments arguments, ProgramOutput output, StageTimes times)
{
    private readonly TranscriptionProgress progress = new(output.Screen, output.IsTerminal, TimeProvider.System);
    private readonly TranscriptFiles written = new(arguments.OutputFolder, arguments.Formats, arguments.Subtitles);
    private readonly List<UserFault> faults = [];
    private int transcribed;

    /// <summary>Transcribes all that was named.</summary>
    public ExitCode Do(CancellationToken cancellation)
    {
        string modelFile = LoadedModel.Choose(arguments.Model, output.Messages);
        times.End("finding the model");
        LibtorchAhead.Begin();
        ModelFile.ReadDescription(modelFile);
        times.End("reading the model's options");
        (string Path, string Name)[] files = Find(cancellation);
        times.End("finding the files");
        if (files.Length > 0)
        {
            if (arguments.Formats.Count > 0)
            {
                OutputFolder.MadeReady(arguments.OutputFolder, "--output-dir");
            }

            Machine prepared = Machine.Prepare(arguments.Machine);
            times.End("loading libtorch");
            using LoadedModel model = LoadedModel.Open(modelFile, prepared, arguments.Decoding, output.Messages);
            times.End("reading the model");
            Transcribe(model, files, cancellation);
        }

        return faults.Count == 0 ? ExitCode.Success : transcribed > 0 ? ExitCode.Partial : faults[0].Code;
    }

    private void Transcribe(LoadedModel model, (string Path, string Name)[] files, CancellationToken cancellation)
    {
        progress.Total = output.IsTerminal ? files.Sum(file => SecondsOf(file.Path)) : 0;
        var transcriber = new Transcriber(model.Recognition, model.Timing)
        {
            Progress = progress.Show,
            Heard = () => times.End("decoding the audio"),
            Recognised = () => times.End("features, network and text"),
        };

        // Whoever gives one file wants its text; the form must not depend on how much a folder holds.
        bool withPaths = !TranscriptionInputs.IsOne(arguments);
        int next = 0;
        foreach (TranscribedAudio audio in transcriber.Transcribe(files.Select(file => file.Path), cancellation))
        {
            string name = files[next++].Name;
            progress.Clear();
            if (audio.Fault is { } fault)
            {
                Note(WithAdvice(fault, audio.Path));
            }
            else
            {
                Show(audio, new Transcript(name, audio.Duration, audio.Segments), model.Timing.SampleRate, withPaths);
            }
        }

        progress.Clear();
    }

    private void Show(TranscribedAudio audio, Transcript transcript, int sampleRate, bool withPath)
    {
        if (audio.SampleRate < sampleRate)
        {
            output.Messages.WriteLine($"{audio.Path}: {audio.SampleRate} Hz, below the model's {sampleRate}: expect more errors");
        }

        foreach (string text in transcript.Best(arguments.Decoding.Beam?.Hypotheses ?? 1))
        {
            output.Results.WriteLine(withPath ? $"{Escaped(audio.Path)}\t{text}" : text);
        }

        output.Results.Flush();
        IReadOnlyList<UserFault> unwritten = written.Write(transcript);
        foreach (UserFault fault in unwritten)
        {
            Note(fault);
        }

        transcribed += unwritten.Count == 0 ? 1 : 0;
    }

    // A tab or the end of a line in a path would end the field.
    private static string Escaped(string path) =>
        path.Replace("\\", @"\\").Replace("\n", @"\n").Replace("\r", @"\r").Replace("\t", @"\t");

    private (string Path, string Name)[] Find(CancellationToken cancellation)
    {
        var inputs = new TranscriptionInputs(arguments, Note, () => new InterruptibleInput(output.OpenInput, cancellation));
        IReadOnlyList<string> paths = inputs.Find();
        (string Path, string Name)[] files = [.. paths.Zip(TranscriptFiles.Names(paths))];
        if (!arguments.SkipExisting)
        {
            return files;
        }

        ILookup<bool, (string Path, string Name)> isDone = files.ToLookup(file => written.AreNewerThan(file.Path, file.Name));
        if (arguments.IsVerbose)
        {
            foreach ((string path, string _) in isDone[true])
            {
                output.Messages.WriteLine($"{path}: transcribed already");
            }
        }

        transcribed += isDone[true].Count();
        output.Messages.WriteLine(
            $"{Figures.Count(isDone[true].Count(), "file")} transcribed already, {isDone[false].Count()} to do");
        return [.. isDone[false]];
    }

    // What cannot be opened is reported when its turn comes; pipes do not tell.
    private static double SecondsOf(string path)
    {
        try
        {
            return path == "-" ? 0 : AudioFile.ReadHeader(path).Seconds;
        }
        catch (UserFault)
        {
            return 0;
        }
    }

    private UserFault WithAdvice(UserFault fault, string path) => !AudioFile.IsOfUnknownFormat(fault)
        ? fault
        : new UserFault(fault.Code, $"{fault.Message}; {TranscriptionInputs.Conversion(arguments, path)}", fault);

    private void Note(UserFault fault)
    {
        faults.Add(fault);
        Invocation.Print(fault, output.Messages);
    }
}
