using System.Diagnostics;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.LanguageModels;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Commands;

/// <summary>One call of a command of <c>asr lm</c>.</summary>
internal static class LanguageModelRun
{
    public static ExitCode Build(
        TextArguments.ChosenTexts texts, string path, LanguageModelOptions options, ProgramOutput output, CancellationToken cancellation)
    {
        OutputFolder.MakeReadyFor(path, "--output", texts.Paths);
        var builder = new LanguageModelBuilder(options);
        foreach (IReadOnlyCollection<string?> sentence in texts.Sentences(output.Messages.WriteLine, cancellation))
        {
            builder.Add(sentence);
        }

        BuiltLanguageModel model = builder.Build();
        cancellation.ThrowIfCancellationRequested();
        model.Write(path);
        output.Results.Write(LanguageModelReport.Of(model));
        output.Messages.WriteLine(LanguageModelReport.Written(path));
        return ExitCode.Success;
    }

    public static ExitCode ToBinary(string from, string to, string? normalizer, ProgramOutput output)
    {
        TranscriptNormalizer? named = normalizer is null ? null : TranscriptNormalizer.Named(normalizer);
        OutputFolder.MakeReadyFor(to, "OUT", from);
        output.Results.Write(LanguageModelReport.Sizes(LanguageModelFile.ToBinary(from, to, named)));
        output.Messages.WriteLine(LanguageModelReport.Written(to));
        return ExitCode.Success;
    }

    public static ExitCode Measure(
        string path, TextArguments.ChosenTexts texts, bool asJson, ProgramOutput output, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        using NGramModel model = LanguageModelFile.Open(path);
        TimeSpan opening = Stopwatch.GetElapsedTime(began);
        var perplexity = new Perplexity(model);
        foreach (IReadOnlyCollection<string?> sentence in texts.Sentences(output.Messages.WriteLine, cancellation))
        {
            perplexity.Add(sentence);
        }

        if (perplexity.Sentences == 0)
        {
            throw new UserFault(ExitCode.Data, "there is not one word in the text; perplexity needs sentences, one in each line");
        }

        output.Results.WriteLine(asJson ? LanguageModelReport.JsonOf(perplexity, opening) : LanguageModelReport.Of(perplexity));
        return ExitCode.Success;
    }
}
