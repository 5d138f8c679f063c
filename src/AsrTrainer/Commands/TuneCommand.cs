using System.CommandLine;
using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.LanguageModels;
using AsrTrainer.Speech.Metrics;
using TorchSharp;

namespace AsrTrainer.Commands;

/// <summary>The definition of <c>asr tune</c>, and one call of it.</summary>
internal static class TuneCommand
{
    public static Command Create(ProgramOutput output, Option<bool> verbose)
    {
        var command = new Command("tune", "Find the weight of a language model and the word bonus.");
        var listening = new ListeningOptions(command, tuned: true);
        var json = new Option<bool>("--json") { Description = "Print one JSON object (docs/decoding.md) instead of the table." };
        command.Add(json);
        command.SetAction(parsed =>
        {
            ListeningArguments arguments = listening.Read(parsed);
            return Invocation.Run(output, parsed.GetValue(verbose), token => Tune(arguments, parsed.GetValue(json), output, token));
        });
        return command;
    }

    private static ExitCode Tune(ListeningArguments arguments, bool asJson, ProgramOutput output, CancellationToken cancellation)
    {
        using Listening heard = Listening.Do(arguments, output, cancellation);
        LoadedDecoder decoder = heard.Model.Decoder;
        BeamOptions beam = arguments.Decoding.Beam!;
        double known = KnownShare(heard.Corpora, decoder.LanguageModel!);
        if (known < 0.5)
        {
            output.Messages.WriteLine(
                $"warning: --lm {arguments.Decoding.LanguageModel} knows {Figures.Percent(known)} of the words of these transcripts; is it "
                + "of this language and this spelling?");
        }

        int threads = torch.get_num_threads();
        (ErrorCounts Words, ErrorCounts Characters) Score(ICtcDecoder one) => heard.Corpora
            .Select(corpus => corpus.Score(one, heard.Model.Normalizer, threads, cancellation))
            .Aggregate((sum, next) => (sum.Item1 + next.Item1, sum.Item2 + next.Item2));
        (ErrorCounts Words, ErrorCounts Characters) greedy = Score(new GreedyDecoder(heard.Model.Alphabet));
        (ErrorCounts Words, ErrorCounts Characters) alone = Score(decoder.With(beam with { WordBonus = 0 }, withLanguageModel: false));
        (IReadOnlyList<TuningPoint> points, TuningPoint best) = DecoderTuning.Run(
            (weight, bonus) => Score(decoder.With(beam with { LanguageModelWeight = weight, WordBonus = bonus })),
            point => output.Messages.WriteLine(TuningReport.Line(point)));
        var findings = new TuningFindings(
            arguments.Decoding.LanguageModel!, arguments.Decoding.Hotwords, beam, heard.Corpora,
            known, greedy, alone, points, best);
        output.Results.WriteLine(asJson ? TuningReport.Json(findings) : TuningReport.Table(findings));
        return ExitCode.Success;
    }

    // A model in capitals, or of another language, is seen here.
    private static double KnownShare(IReadOnlyList<HeardCorpus> corpora, IWordModel model)
    {
        string[] words = [.. corpora.SelectMany(corpus => corpus.Utterances).SelectMany(one => one.Utterance.Transcript.Split(' '))];
        return (double)words.Count(word => !model.IsUnknown(model.Find(word))) / words.Length;
    }
}
