using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Tests.Training;

public sealed class HistoryRowsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => folder.PathOf("history.csv");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Rows_of_epochs_that_are_done_are_kept_and_columns_that_are_missing_are_empty()
    {
        Write("epoch,step\n1,10\n2,20\n3,30\n");
        Assert.Equal(["1,10,", "2,20,"], HistoryRows.Read(File, 3, 2).Select(row => string.Join(',', row)));
        Assert.Equal(3, HistoryRows.Read(File, 2, 9).Count);
    }

    [Fact]
    public void A_history_that_began_anew_later_is_gone_on_with()
    {
        Write("epoch,step\n4,40\n5,50\n");
        Assert.Equal(["4"], HistoryRows.Read(File, 2, 4).Select(row => row[0]));
    }

    [Theory]
    [InlineData("epoch,step\n1,10\nx,20\n", "1 rows can be read, then the next row begins with 'x'")]
    [InlineData("epoch,step\n1,10\n1,10\n", "1 rows can be read, then the next row begins with '1'")]
    [InlineData("epoch,step\n1,10\n2\n", "1 rows can be read, then the next row has 1 of 2 fields")]
    [InlineData("epoch,step\n-1,10\n", "0 rows can be read, then the next row begins with '-1'")]
    [InlineData("epoch,step\n1,\"10\n", "0 rows can be read, then ")]
    public void What_is_no_history_is_refused(string text, string finding)
    {
        Write(text);
        var fault = Assert.Throws<UserFault>(() => HistoryRows.Read(File, 2, 3));
        Assert.Equal(ExitCode.Model, fault.Code);
        Assert.StartsWith($"{File}: {finding}", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("or move the file away to go on without these rows", fault.Message, StringComparison.Ordinal);
    }

    private void Write(string text) => System.IO.File.WriteAllText(File, text);
}
