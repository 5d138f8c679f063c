using System.Collections.Concurrent;
using AsrTrainer.Speech.Batching;

namespace AsrTrainer.Speech.Tests.Batching;

public sealed class OrderedPrefetchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(3, 2)]
    [InlineData(8, 16)]
    public void Order_does_not_depend_on_who_is_ready_first(int workers, int depth)
    {
        var things = Prefetch(3, 60, workers, depth, number =>
        {
            Thread.Sleep((number * 7) % 4);
            return number;
        }).Run(CancellationToken.None);

        Assert.Equal(Enumerable.Range(3, 57), things);
    }

    [Fact]
    public void No_more_than_the_depth_is_made_ahead()
    {
        var made = new ConcurrentBag<int>();
        using var things = Prefetch(0, 100, workers: 4, depth: 5, number =>
        {
            made.Add(number);
            return number;
        }).Run(CancellationToken.None).GetEnumerator();

        things.MoveNext();
        Assert.True(SpinWait.SpinUntil(() => made.Count == 6, Patience), $"{made.Count} were made");
        Thread.Sleep(50);

        // The one in use and five ahead of it.
        Assert.Equal(Enumerable.Range(0, 6), made.Order());
    }

    [Fact]
    public void Workers_work_at_the_same_time()
    {
        using var both = new Barrier(2);

        Assert.Equal([true, true], Prefetch(0, 2, workers: 2, depth: 2, _ => both.SignalAndWait(Patience)).Run(CancellationToken.None));
    }

    [Fact]
    public void A_failure_is_thrown_at_its_place_after_all_before_it()
    {
        var taken = new List<int>();
        var things = Prefetch(0, 10, workers: 4, depth: 10, number => number is 4 or 6 ? throw new FormatException($"{number}") : number);

        var failure = Assert.Throws<FormatException>(() => taken.AddRange(Recorded(things.Run(CancellationToken.None), taken)));

        Assert.Equal("4", failure.Message);
        Assert.Equal([0, 1, 2, 3], taken);
    }

    [Fact]
    public void Leaving_early_ends_the_threads()
    {
        var threads = new ConcurrentDictionary<Thread, bool>();
        foreach (var number in Prefetch(0, 1000, workers: 4, depth: 4, number =>
        {
            threads[Thread.CurrentThread] = true;
            return number;
        }).Run(CancellationToken.None))
        {
            if (number == 5)
            {
                break;
            }
        }

        Assert.NotEmpty(threads);
        Assert.All(threads.Keys, thread => Assert.False(thread.IsAlive));
        Assert.All(threads.Keys, thread => Assert.NotEqual(Environment.CurrentManagedThreadId, thread.ManagedThreadId));
    }

    [Fact]
    public void Cancelling_wakes_a_waiting_consumer_and_stops_the_making()
    {
        using var cancellation = new CancellationTokenSource(50);
        var stopped = false;
        var prefetch = new OrderedPrefetch<int>(0, 3, 1, 1, (_, stop) =>
        {
            stopped = stop.WaitHandle.WaitOne(Patience);
            stop.ThrowIfCancellationRequested();
            return 0;
        }, _ => { });

        Assert.Throws<OperationCanceledException>(() => prefetch.Run(cancellation.Token).Count());
        Assert.True(stopped);
    }

    [Fact]
    public async Task Cancelling_while_the_workers_wait_for_room_ends_them_as_well()
    {
        using var cancellation = new CancellationTokenSource();
        using var full = new CountdownEvent(2);
        using var things = Prefetch(0, 100, workers: 1, depth: 1, number =>
        {
            full.Signal();
            return number;
        }).Run(cancellation.Token).GetEnumerator();
        things.MoveNext();
        Assert.True(full.Wait(Patience));
        // Time for the worker to begin waiting; without it the test would still pass.
        await Task.Delay(50);
        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => Task.Run(things.MoveNext).WaitAsync(Patience));
    }

    [Fact]
    public void The_time_that_the_consumer_waits_is_measured_and_its_own_work_is_not()
    {
        var waited = TimeSpan.Zero;
        var clock = new HandClock();
        var prefetch = new OrderedPrefetch<int>(0, 3, 1, 1, (number, _) =>
        {
            if (number == 0)
            {
                Assert.True(clock.Read.Wait(Patience));
                clock.Advance(TimeSpan.FromSeconds(7));
            }

            return number;
        }, time => waited += time, clock);

        foreach (var _ in prefetch.Run(CancellationToken.None))
        {
            clock.Advance(TimeSpan.FromSeconds(100));
        }

        Assert.Equal(TimeSpan.FromSeconds(7), waited);
    }

    [Fact]
    public void Nothing_to_make_is_nothing_to_take()
    {
        Assert.Empty(Prefetch(5, 5, 2, 2, number => number).Run(CancellationToken.None));
    }

    private static OrderedPrefetch<T> Prefetch<T>(int first, int end, int workers, int depth, Func<int, T> make) =>
        new(first, end, workers, depth, (number, _) => make(number), _ => { });

    private static IEnumerable<int> Recorded(IEnumerable<int> things, List<int> taken)
    {
        foreach (var thing in things)
        {
            taken.Add(thing);
        }

        return [];
    }

    // Goes on only when told, and says when it was first read: the consumer then waits, however busy the machine is.
    private sealed class HandClock : TimeProvider
    {
        private long ticks;

        public ManualResetEventSlim Read { get; } = new();

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => Interlocked.Add(ref ticks, time.Ticks);

        public override long GetTimestamp()
        {
            var now = Interlocked.Read(ref ticks);
            Read.Set();
            return now;
        }
    }
}
