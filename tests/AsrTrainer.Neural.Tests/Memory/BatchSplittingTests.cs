using System.Runtime.InteropServices;
using AsrTrainer.Neural.Memory;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Neural.Tests.Memory;

public sealed class BatchSplittingTests
{
    private readonly List<string> notices = [];
    private readonly List<Range> done = [];

    [Fact]
    public void A_batch_that_fits_is_done_whole_and_nothing_is_said()
    {
        Assert.True(Run(5, most: 5));
        Assert.Equal([0..5], done);
        Assert.Empty(notices);
    }

    [Fact]
    public void A_batch_that_does_not_fit_is_done_in_halves_and_said_once()
    {
        Assert.True(Run(5, most: 3));
        Assert.Equal([0..3, 3..5], done);
        Assert.Equal(
            [
                "step 7: not enough memory for 5 utterances of up to 2.0 s at once; done in parts of 3, dropout differs; "
                + "lower batching.max_batch_seconds or data.max_seconds to avoid it",
            ],
            notices);
    }

    [Fact]
    public void Halves_are_halved_down_to_one_utterance()
    {
        Assert.True(Run(5, most: 1));
        Assert.Equal([0..1, 1..2, 2..3, 3..4, 4..5], done);
        Assert.Single(notices);
    }

    [Fact]
    public void One_utterance_that_does_not_fit_is_given_up_and_said_once()
    {
        Assert.False(Run(5, most: 0));
        Assert.Empty(done);
        Assert.Contains("nor for one of them alone; the step was left out", Assert.Single(notices));
    }

    [Fact]
    public void Steps_in_a_row_that_are_given_up_end_the_run()
    {
        var splitting = Splitting();
        void GiveUp() => Assert.False(splitting.Run(7, "a batch", 1, () => { }, _ => throw new OutOfMemoryException()));
        for (var i = 1; i < BatchSplitting.MostInARow; i++)
        {
            GiveUp();
        }

        Assert.True(splitting.Run(7, "a batch", 1, () => { }, _ => { }));
        for (var i = 1; i < BatchSplitting.MostInARow; i++)
        {
            GiveUp();
        }

        var fault = Assert.Throws<UserFault>(GiveUp);
        Assert.Equal(ExitCode.Environment, fault.Code);
        Assert.StartsWith("not enough memory for a single utterance in 10 steps in a row; ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_attempt_begins_anew()
    {
        // The second part of the second attempt fails: what its first part did must not stay.
        var calls = 0;
        Assert.True(Splitting().Run(7, "a batch", 4, done.Clear, part =>
        {
            if (++calls is 1 or 3)
            {
                throw new OutOfMemoryException();
            }

            done.Add(part);
        }));
        Assert.Equal([0..1, 1..2, 2..3, 3..4], done);
    }

    [Fact]
    public void Other_failures_are_thrown()
    {
        void Fail(Range part) => throw new ExternalException("sizes differ");
        Assert.Throws<ExternalException>(() => Splitting().Run(7, "a batch", 4, () => { }, Fail));
        Assert.Empty(notices);
    }

    private BatchSplitting Splitting() => new(notices.Add);

    private bool Run(int utterances, int most) =>
        Splitting().Run(7, BatchLengths.Describe(utterances, 2), utterances, done.Clear, part =>
        {
            if (part.End.Value - part.Start.Value > most)
            {
                throw new ExternalException("DefaultCPUAllocator: can't allocate memory");
            }

            done.Add(part);
        });
}
