namespace AsrTrainer.Reports;

/// <summary>Says yes at most once in an interval, and the first time it is asked.</summary>
internal sealed class Pace(TimeProvider clock, TimeSpan interval)
{
    private long? last;

    public bool IsDue()
    {
        if (last is { } before && clock.GetElapsedTime(before) < interval)
        {
            return false;
        }

        last = clock.GetTimestamp();
        return true;
    }
}
