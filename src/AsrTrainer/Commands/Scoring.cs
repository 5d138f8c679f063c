using AsrTrainer.Configuration;
using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>One call of <c>asr eval</c>: model, corpora, scores, report.</summary>
internal static class Scoring
{
    public static ExitCode Do(EvalArguments arguments, ProgramOutput output, CancellationToken cancellation)
    {
        NamedPath[] sources = [.. arguments.Sources.Select(NamedPath.Parse)];
        if (NamedPath.RepeatedNames(sources) is [var repeated, ..])
        {
            throw new UserFault(ExitCode.Usage, $"--data: {repeated} names two corpora; tell them apart with NAME=PATH");
        }

        CorpusLoading.Require(sources);
        using LoadedModel model = LoadedModel.Open(
            arguments.Model, Machine.Prepare(arguments.Machine), arguments.Decoding, output.Messages);
        DecoderFacts decoder = model.Decoder.Describe();
        var check = new CorpusCheckOptions
        {
            Alphabet = model.Alphabet,
            Normalizer = model.Normalizer,
            MaxDroppedShare = arguments.MaxDroppedShare,
        };
        var loading = new CorpusLoading(output.Messages.WriteLine, output.Messages.WriteLine);
        CheckedCorpus[] corpora = [.. sources.Select(source => loading.Load(source, check, cancellation))];
        var progress = new EvaluationProgress(output.Screen, output.IsTerminal);
        var evaluator = new Evaluator(
            model.Recognition,
            model.Alphabet,
            model.Normalizer,
            new BatchingOptions { MaxBatchSeconds = arguments.BatchSeconds },
            new BatchLoaderOptions { SampleRate = model.Description.Features.SampleRate })
        {
            Notice = line =>
            {
                progress.Clear();
                output.Messages.WriteLine(line);
            },
        };
        EvaluationResult[] results =
        [
            .. corpora.Select(corpus => evaluator.Run(corpus, share => progress.Show(corpus.Name, share), cancellation)),
        ];
        progress.Clear();
        ScoreReport report = ScoreReport.Of(results.Select(result => result.ToScores()), model.Normalizer) with { Decoder = decoder };
        ScoreCommand.Print(output, report, arguments.Report);
        if (arguments.Report.OutputFolder is { } folder)
        {
            ScoreFiles.Write(folder, report, arguments.Report.Worst);
            ScoreFiles.WriteTimes(folder, report, results);
        }

        return ExitCode.Success;
    }
}
