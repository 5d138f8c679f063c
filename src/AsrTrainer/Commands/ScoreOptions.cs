using System.CommandLine;

namespace AsrTrainer.Commands;

/// <summary>What the user wants to see of scores.</summary>
/// <param name="Worst">How many utterances are shown with their alignments.</param>
/// <param name="Top">How many speakers and confused words are shown.</param>
/// <param name="AsJson">Whether JSON is printed instead of tables.</param>
/// <param name="OutputFolder">Where everything is written, if anywhere.</param>
internal sealed record ScoreChoice(int Worst, int Top, bool AsJson, string? OutputFolder);

/// <summary>The options that say how scores are reported: <c>asr eval</c> and <c>asr score</c> have the same.</summary>
internal sealed class ScoreOptions
{
    private readonly Option<string?> outputFolder;

    private readonly Option<int> worst = new Option<int>("--worst")
    {
        Description = "Show the N utterances of each set with most errors.",
        HelpName = "N",
        DefaultValueFactory = _ => 5,
    }.ReadCount();

    private readonly Option<int> top = new Option<int>("--top")
    {
        Description = "Show the N worst speakers and the N most frequent confusions; 0 for the counts of each set alone.",
        HelpName = "N",
        DefaultValueFactory = _ => 10,
    }.ReadCount();

    private readonly Option<bool> json = new("--json")
    {
        Description = "Print one JSON object (docs/evaluation.md) instead of tables.",
    };

    /// <param name="command">The command that gets the options.</param>
    /// <param name="written">What is written besides that of all commands.</param>
    public ScoreOptions(Command command, string written = "")
    {
        outputFolder = new Option<string?>("--output")
        {
            Description = "Write into this folder: report.json; utterances.csv, sets.csv, speakers.csv, lengths.csv and confusions.csv; "
                + $"ref.trn and hyp.trn for sclite{written}.",
            HelpName = "DIR",
        }.NotEmpty();
        command.Add(outputFolder);
        command.Add(worst);
        command.Add(top);
        command.Add(json);
    }

    /// <summary>What the user chose.</summary>
    public ScoreChoice Read(ParseResult parsed) =>
        new(parsed.GetValue(worst), parsed.GetValue(top), parsed.GetValue(json), parsed.GetValue(outputFolder));
}
