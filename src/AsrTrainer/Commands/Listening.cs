using AsrTrainer.Configuration;
using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>A model, and what it heard in some corpora.</summary>
internal sealed class Listening : IDisposable
{
    private Listening(LoadedModel model, IReadOnlyList<HeardCorpus> corpora)
    {
        Model = model;
        Corpora = corpora;
    }

    public LoadedModel Model { get; }

    public IReadOnlyList<HeardCorpus> Corpora { get; }

    /// <summary>Reads model and corpora, and sends these through the network.</summary>
    public static Listening Do(ListeningArguments arguments, ProgramOutput output, CancellationToken cancellation)
    {
        NamedPath[] sources = [.. arguments.Sources.Select(NamedPath.Parse)];
        if (NamedPath.RepeatedNames(sources) is [var repeated, ..])
        {
            throw new UserFault(ExitCode.Usage, $"--data: {repeated} names two corpora; tell them apart with NAME=PATH");
        }

        CorpusLoading.Require(sources);
        string file = LoadedModel.Choose(arguments.Model, output.Messages);
        LoadedModel model = LoadedModel.Open(file, Machine.Prepare(arguments.Machine), arguments.Decoding, output.Messages);
        try
        {
            return new Listening(model, [.. sources.Select(source => Listen(source, model, arguments, output, cancellation))]);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    public void Dispose() => Model.Dispose();

    private static HeardCorpus Listen(
        NamedPath source, LoadedModel model, ListeningArguments arguments, ProgramOutput output, CancellationToken cancellation)
    {
        var check = new CorpusCheckOptions
        {
            Alphabet = model.Alphabet,
            Normalizer = model.Normalizer,
            MaxDroppedShare = arguments.MaxDroppedShare,
        };
        CheckedCorpus corpus = new CorpusLoading(output.Messages.WriteLine, output.Messages.WriteLine).Load(source, check, cancellation);
        var progress = new EvaluationProgress(output.Messages, output.IsTerminal);
        HeardCorpus heard = HeardCorpus.Listen(
            corpus,
            model.Recognition,
            model.Alphabet,
            new BatchingOptions { MaxBatchSeconds = arguments.BatchSeconds },
            new BatchLoaderOptions { SampleRate = model.Description.Features.SampleRate },
            line =>
            {
                progress.Clear();
                output.Messages.WriteLine(line);
            },
            share => progress.Show(corpus.Name, share),
            cancellation);
        progress.Clear();
        return heard;
    }
}
