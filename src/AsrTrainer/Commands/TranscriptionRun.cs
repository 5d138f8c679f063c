using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Transcription;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>One call of <c>asr transcribe</c>: each file by itself, so that a bad one does not cost the others.</summary>
/// <param name="output">Where texts and messages go.</param>
/// <param name="times">Told what each stretch of time went into.</param>
internal sealed class TranscriptionRun(ProgramOutput output, StageTimes times)
{
    private readonly List<UserFault> faults = [];
    private int transcribed;

    /// <summary>Transcribes files and folders of files.</summary>
    public ExitCode Do(
        string modelPath,
        IReadOnlyList<string> paths,
        (string Device, string Precision, int? Threads) machine,
        DecodingChoice decoding,
        CancellationToken cancellation)
    {
        string modelFile = LoadedModel.Choose(modelPath, output.Messages);
        times.End("finding the model");
        LibtorchAhead.Begin();
        ModelFile.ReadDescription(modelFile);
        times.End("reading the model's options");
        string[] files = [.. paths.SelectMany(Expand)];
        times.End("finding the files");
        if (files.Length > 0)
        {
            Machine prepared = Machine.Prepare(machine);
            times.End("loading libtorch");
            using LoadedModel model = LoadedModel.Open(modelFile, prepared, decoding);
            times.End("reading the model");
            var transcriber = new Transcriber(model.Recognition, model.Description.Features.SampleRate);

            // Whoever gives one file wants its text; the form must not depend on how much a folder holds.
            bool withPaths = paths.Count != 1 || Directory.Exists(paths[0]);
            foreach (string file in files)
            {
                cancellation.ThrowIfCancellationRequested();
                Transcribe(transcriber, model.Description.Features, file, withPaths);
            }
        }

        return faults.Count == 0 ? ExitCode.Success : transcribed > 0 ? ExitCode.Partial : faults[0].Code;
    }

    private void Transcribe(Transcriber transcriber, FrontendOptions features, string file, bool withPath)
    {
        try
        {
            AudioSignal signal = PipedAudio.ReadMono(file);
            times.End("decoding the audio");
            if (signal.SampleRate < features.SampleRate)
            {
                output.Messages.WriteLine(
                    $"{file}: {signal.SampleRate} Hz, below the model's {features.SampleRate}: expect more errors");
            }

            // In less than one window there is no speech, and what the model makes of the padding is noise.
            bool isHeard = (long)signal.Samples.Length * features.SampleRate >= (long)features.WindowSamples * signal.SampleRate;
            Hypothesis? heard = isHeard ? transcriber.Transcribe(signal, file) : null;
            foreach (string text in heard is null ? [""] : heard.Alternatives.Prepend(heard).Select(one => one.Text))
            {
                output.Results.WriteLine(withPath ? $"{file}\t{text}" : text);
            }

            output.Results.Flush();
            times.End("features, network and text");
            transcribed++;
        }
        catch (UserFault fault)
        {
            Note(fault);
        }
    }

    private IReadOnlyList<string> Expand(string path)
    {
        if (path == "-")
        {
            return [path];
        }

        try
        {
            AudioListing listing = AudioFiles.Find(path);
            foreach (UserFault fault in listing.Unreadable)
            {
                Note(fault);
            }

            if (listing.OtherFormatsNotice is { } notice)
            {
                output.Messages.WriteLine($"{path}: {notice}");
            }

            return listing.Files;
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
