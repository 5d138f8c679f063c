using AsrTrainer.Reports;
using AsrTrainer.Speech.Examination;

namespace AsrTrainer.Tests.Reports;

public sealed class ExaminationProgressLineTests
{
    private readonly StringWriter messages = new() { NewLine = "\n" };
    private readonly SteppedClock clock = new();

    [Fact]
    public void A_terminal_shows_one_line_of_less_than_80_columns_that_is_gone_at_the_end()
    {
        var line = new ExaminationProgressLine(messages, isTerminal: true, clock);
        clock.Seconds += 600;
        line.Show(new ExaminationProgress(123_456, 281_241, 1_800_000, 3_456_000));
        line.Show(new ExaminationProgress(123_457, 281_241, 1_800_010, 3_456_000));
        string shown = messages.ToString();
        line.Clear();

        Assert.Equal("\raudio: 123456 of 281241 files, 500.0 h of 960.0 h, 3000 x real time, left 9:12", shown);
        Assert.InRange(shown.Length, 1, 80);
        Assert.Equal($"{shown}\r{new string(' ', shown.Length - 1)}\r", messages.ToString());
    }

    [Fact]
    public void A_file_gets_a_line_every_half_minute_and_none_for_what_is_short()
    {
        var line = new ExaminationProgressLine(messages, isTerminal: false, clock);
        for (int second = 0; second < 70; second++, clock.Seconds++)
        {
            line.Show(new ExaminationProgress(second, 100, second * 60, 6000));
        }

        line.Clear();
        Assert.Equal(
            "audio: 30 of 100 files, 30.0 min of 1.7 h, 60 x real time, left 1:10\n"
            + "audio: 60 of 100 files, 1.0 h of 1.7 h, 60 x real time, left 0:40\n",
            messages.ToString());
    }

    [Fact]
    public void At_the_end_it_says_what_was_new_if_anything_was()
    {
        var line = new ExaminationProgressLine(messages, isTerminal: false, clock);
        Assert.Null(line.Summary);
        line.Show(new ExaminationProgress(0, 1, 0, 90));
        clock.Seconds += 2;
        line.Show(new ExaminationProgress(1, 1, 90, 90));
        Assert.Equal("examined 1 new audio file, 1.5 min, in 2.0 s", line.Summary);
    }

    private sealed class SteppedClock : TimeProvider
    {
        public long Seconds { get; set; } = 1000;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
