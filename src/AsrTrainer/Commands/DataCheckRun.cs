using AsrTrainer.Configuration;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Examination;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Commands;

/// <summary>One call of <c>asr data check</c>: corpora, findings, report.</summary>
internal static class DataCheckRun
{
    // Stands for the corpora that the command line names.
    private const string DefaultConfiguration = """data: {train: "(named on the command line)"}""";

    public static ExitCode Do(DataCheckArguments arguments, ProgramOutput output, CancellationToken cancellation)
    {
        string? table = arguments.OutputFolder is { } folder ? Path.Combine(OutputFolder.MadeReady(folder), FindingTable.Name) : null;
        (AsrConfiguration configuration, IReadOnlyList<ConfiguredCorpus> named) = Read(arguments);
        var loading = new CorpusLoading(output.Messages.WriteLine, output.Messages.WriteLine);
        IReadOnlyList<CorpusToExamine> found = loading.Find(named, cancellation);
        IReadOnlyList<CheckedCorpus> corpora = DataExamination.Run(
            found, configuration, arguments.Workers, output, output.Messages.WriteLine, cancellation);
        output.Results.WriteLine(arguments.AsJson ? ExaminationJson.Of(corpora) : ExaminationReport.Of(corpora));
        if (table is not null)
        {
            FindingTable.Write(table, corpora.SelectMany(corpus => corpus.Findings));
            output.Messages.WriteLine($"all findings: {table}");
        }
        else if (!arguments.AsJson && corpora.Any(corpus => corpus.Findings.Any()))
        {
            output.Messages.WriteLine("each by utterance: --output DIR");
        }

        // The table shows the rest of what is to be mended.
        string[] refused =
        [
            .. corpora.Zip(found, (corpus, one) => CorpusRefusal.Problems(corpus, one.Options).FirstOrDefault()).OfType<string>(),
        ];
        return refused.Length == 0 ? ExitCode.Success : throw new UserFault(ExitCode.Data, refused);
    }

    private static (AsrConfiguration Configuration, IReadOnlyList<ConfiguredCorpus> Corpora) Read(DataCheckArguments arguments)
    {
        string[] configurations = [.. arguments.Sources.Where(IsConfiguration)];
        if (configurations.Length > 0)
        {
            if (arguments.Sources.Count > 1 || arguments.ConfigurationPath is not null)
            {
                throw new UserFault(
                    ExitCode.Usage,
                    $"{configurations[0]}: a configuration stands alone, and its corpora are checked; to check others by it, name them and "
                    + "give it with --config");
            }

            var whole = ConfigurationLoader.Load<AsrConfiguration>(configurations[0], arguments.Sets);
            return (whole, ConfiguredCorpora.Of(whole));
        }

        NamedPath[] sources = [.. arguments.Sources.Select(NamedPath.Parse)];
        if (NamedPath.RepeatedNames(sources) is [var repeated, ..])
        {
            throw new UserFault(ExitCode.Usage, $"{repeated} names two corpora; tell them apart with NAME=PATH");
        }

        AsrConfiguration configuration = arguments.ConfigurationPath is { } path
            ? ConfigurationLoader.Load<AsrConfiguration>(path, arguments.Sets)
            : ConfigurationLoader.Bind<AsrConfiguration>(DefaultConfiguration, "the defaults of asr data check", arguments.Sets);
        return (configuration, ConfiguredCorpora.Of(configuration, sources));
    }

    private static bool IsConfiguration(string source) => Path.GetExtension(source).ToLowerInvariant() is ".yaml" or ".yml";
}
