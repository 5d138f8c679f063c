using System.Globalization;

namespace AsrTrainer.Reports;

/// <summary>
/// Where the time of a call goes: it is divided into stages, each named when it ends. A stage that comes again adds to its first time.
/// </summary>
/// <param name="clock">Measures.</param>
internal sealed class StageTimes(TimeProvider clock)
{
    private readonly List<(string Stage, TimeSpan Time)> stages = [];
    private long since = clock.GetTimestamp();

    /// <summary>What follows the last stage, or the beginning, was <paramref name="stage"/>.</summary>
    public void End(string stage)
    {
        long now = clock.GetTimestamp();
        Add(stage, clock.GetElapsedTime(since, now));
        since = now;
    }

    /// <summary>Adds what came before all this, measured otherwise.</summary>
    public void AddEarlier(string stage, TimeSpan before) => Add(stage, before);

    /// <summary>A line for each stage, <c>   0.123 s  stage</c>, and one for all of them.</summary>
    public IEnumerable<string> Lines()
    {
        TimeSpan total = stages.Aggregate(TimeSpan.Zero, (sum, stage) => sum + stage.Time);
        return stages.Append(("in all", total)).Select(
            stage => string.Create(CultureInfo.InvariantCulture, $"{stage.Item2.TotalSeconds,8:F3} s  {stage.Item1}"));
    }

    private void Add(string stage, TimeSpan time)
    {
        int place = stages.FindIndex(one => one.Stage == stage);
        if (place < 0)
        {
            stages.Add((stage, time));
        }
        else
        {
            stages[place] = (stage, stages[place].Time + time);
        }
    }
}
