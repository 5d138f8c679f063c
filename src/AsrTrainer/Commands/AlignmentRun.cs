using System.Text;
using AsrTrainer.Configuration;
using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Transcription;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;
using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Commands;

/// <summary>One call of <c>asr align</c>.</summary>
/// <param name="arguments">What the user asked for.</param>
/// <param name="output">Where results and messages go.</param>
internal sealed class AlignmentRun(AlignArguments arguments, ProgramOutput output)
{
    // docs/alignment.md says how often right and wrong texts have less.
    private const double LittleConfidence = 0.001;

    public ExitCode Do(CancellationToken cancellation)
    {
        string modelFile = LoadedModel.Choose(arguments.Model, output.Messages);
        LibtorchAhead.Begin();
        ModelDescription description = ModelFile.ReadDescription(modelFile);
        if (arguments.Text is not { } text)
        {
            return AlignCorpora(modelFile, description, cancellation);
        }

        if (arguments.Output is { } file)
        {
            OutputFolder.MakeReadyFor(file, "--output");
        }

        string spoken = Spoken(text, description);
        using AudioBlocks audio = PipedAudio.Open(arguments.Audio!, cancellation);
        using LoadedModel model = LoadedModel.Open(modelFile, Machine.Prepare(arguments.Machine));
        string name = arguments.Audio == "-" ? "stdin" : Path.GetFileNameWithoutExtension(arguments.Audio!);
        string result = Aligned(model, audio, arguments.Audio!, spoken, name, cancellation);
        if (arguments.Output is { } path)
        {
            Write(path, result);
        }
        else
        {
            output.Results.Write(result);
        }

        return ExitCode.Success;
    }

    /// <summary>What speaks against that these words are said in the audio; null where most of them are heard.</summary>
    internal static string? Doubt(IReadOnlyList<TimedWord> words)
    {
        int doubtful = words.Count(word => word.Confidence < LittleConfidence);
        return 2 * doubtful < words.Count
            ? null
            : $"{doubtful} of {Figures.Count(words.Count, "word")} with next to no confidence (below {LittleConfidence}): is it the text "
                + "of this audio?";
    }

    private ExitCode AlignCorpora(string modelFile, ModelDescription description, CancellationToken cancellation)
    {
        NamedPath[] sources = [.. arguments.Sources.Select(NamedPath.Parse)];
        CorpusLoading.Require(sources);
        string folder = OutputFolder.MadeReady(arguments.Output!);
        var loading = new CorpusLoading(output.Messages.WriteLine, output.Messages.WriteLine);
        var check = new CorpusCheckOptions
        {
            Alphabet = new Alphabet(description.Alphabet),
            Normalizer = TranscriptNormalizer.Named(description.Normalizer),
            Timing = new FrameTiming(description.Features.SampleRate, description.Features.HopSamples, description.Model.Stride),
            MaxDroppedShare = 1,
        };
        CheckedCorpus[] corpora = [.. sources.Select(source => loading.Load(source, check, cancellation))];
        Utterance[] utterances = [.. corpora.SelectMany(corpus => corpus.Utterances)];
        string[] files = FilesFor(utterances);
        using LoadedModel model = LoadedModel.Open(modelFile, Machine.Prepare(arguments.Machine));
        int aligned = 0;
        foreach ((Utterance utterance, string file) in utterances.Zip(files))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                using AudioBlocks audio = AudioFile.Open(utterance.AudioPath);
                string result = Aligned(model, audio, utterance.AudioPath, utterance.Transcript, utterance.Id, cancellation);
                Write(Path.Combine(folder, file), result);
                aligned++;
            }
            catch (UserFault fault) when (fault.Code == ExitCode.Data)
            {
                Invocation.Print(fault, output.Messages);
            }
        }

        output.Messages.WriteLine($"{Figures.Count(aligned, "utterance")} aligned, in {folder}");
        return aligned == corpora.Sum(corpus => corpus.Utterances.Count + corpus.Dropped.Count) ? ExitCode.Success
            : aligned > 0 ? ExitCode.Partial : ExitCode.Data;
    }

    // An id may be a path, and need not be one to stay in the folder with.
    private string[] FilesFor(IEnumerable<Utterance> utterances)
    {
        string extension = arguments.Format.Extension;
        IReadOnlyList<string> names = OutputNames.Of([.. utterances.Select(utterance => utterance.Id + extension)]);
        return [.. names.Select(name => name.EndsWith(extension, StringComparison.Ordinal) ? name : name + extension)];
    }

    private string Aligned(LoadedModel model, AudioBlocks audio, string path, string text, string name, CancellationToken cancellation)
    {
        if (audio.SampleRate < model.Description.Features.SampleRate)
        {
            output.Messages.WriteLine(
                $"{path}: {audio.SampleRate} Hz, below the model's {model.Description.Features.SampleRate}: expect larger errors");
        }

        try
        {
            IEnumerable<ReadOnlyMemory<float>> samples = audio.Read(model.Description.Features.SampleRate);
            (IReadOnlyList<TimedWord> words, double seconds) =
                new Aligner(model.Recognition, model.Alphabet).Align(samples, text, cancellation);
            if (Doubt(words) is { } doubt)
            {
                output.Messages.WriteLine($"{path}: {doubt}");
            }

            return AlignmentFormat.Text(arguments.Format, name, words, seconds);
        }
        catch (UserFault fault) when (!fault.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new UserFault(fault.Code, $"{path}: {fault.Message}", fault);
        }
    }

    private string Spoken(string text, ModelDescription description)
    {
        (string written, string name) = WrittenText.Read(text);
        SpokenText spoken = SpokenText.Of(
            written, name, TranscriptNormalizer.Named(description.Normalizer), new Alphabet(description.Alphabet));
        if (spoken.LeftOut.Count > 0)
        {
            string characters = string.Join(", ", spoken.LeftOut.Select(one => $"{one.Name} ({one.Count})"));
            output.Messages.WriteLine($"left out, since the model does not write it: {characters}");
        }

        return spoken.Text;
    }

    private static void Write(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
