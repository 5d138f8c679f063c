using System.Text.Json;
using AsrTrainer.Reports;
using Serilog.Core;

namespace AsrTrainer.Tests.Reports;

public sealed class RunLogTests
{
    [Fact]
    public void A_run_logs_text_for_reading_and_json_for_tools_and_a_second_opening_appends()
    {
        using var folder = new TemporaryFolder();
        foreach (int step in (int[])[1, 2])
        {
            using Logger log = RunLog.Open(folder.Path, verbose: false);
            log.Information("step {Step} loss {Loss}", step, 0.5);
        }

        string[] text = File.ReadAllLines(folder.File(RunLog.TextName));
        Assert.Equal(2, text.Length);
        Assert.EndsWith("INF step 2 loss 0.5", text[1]);
        string[] json = File.ReadAllLines(folder.File(RunLog.JsonName));
        Assert.Equal(2, json.Length);
        using JsonDocument first = JsonDocument.Parse(json[0]);
        Assert.Equal(1, first.RootElement.GetProperty("Properties").GetProperty("Step").GetInt32());
        Assert.Equal("step 1 loss 0.5", first.RootElement.GetProperty("RenderedMessage").GetString());
    }
}
