using AsrTrainer.Reports;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Tests.Reports;

public sealed class ExitCodesTests
{
    [Fact]
    public void Every_exit_code_has_a_meaning_and_they_ascend() =>
        Assert.Equal(Enum.GetValues<ExitCode>().Order(), ExitCodes.All.Select(row => row.Code));

    [Fact]
    public void The_numbers_are_fixed_because_scripts_depend_on_them() => Assert.Equal(
        "Success=0 InternalError=1 Usage=2 Configuration=3 Data=4 Model=5 Environment=6 Partial=7 Diverged=8 Interrupted=130",
        string.Join(' ', ExitCodes.All.Select(row => $"{row.Code}={(int)row.Code}")));

    [Fact]
    public void The_readme_holds_the_same_table()
    {
        string readme = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "README.md")).ReplaceLineEndings("\n");
        string table = string.Join('\n', ExitCodes.MarkdownLines());
        Assert.True(readme.Contains(table, StringComparison.Ordinal), $"README.md must hold this table:\n{table}");
    }
}
