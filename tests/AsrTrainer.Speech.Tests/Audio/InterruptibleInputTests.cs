using AsrTrainer.Speech.Audio;

namespace AsrTrainer.Speech.Tests.Audio;

public sealed class InterruptibleInputTests
{
    [Fact]
    public void What_comes_is_read_in_its_order_to_its_end()
    {
        byte[] content = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 7))];
        using var input = new InterruptibleInput(() => new MemoryStream(content), CancellationToken.None);
        using var read = new MemoryStream();

        input.CopyTo(read, 1000);

        Assert.Equal(content, read.ToArray());
        Assert.Equal(0, input.Read(new byte[1]));
    }

    [Fact]
    public async Task A_wait_for_what_does_not_come_is_given_up()
    {
        using var opening = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        using var input = new InterruptibleInput(
            () =>
            {
                opening.Wait(CancellationToken.None);
                return Stream.Null;
            },
            cancellation.Token);
        var reading = Task.Run(() => input.Read(new byte[1]));
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromMinutes(1)));
        opening.Set();
    }

    [Fact]
    public void What_goes_wrong_is_thrown_where_it_is_read()
    {
        using var input = new InterruptibleInput(() => throw new IOException("broken"), CancellationToken.None);

        Assert.Equal("broken", Assert.Throws<IOException>(() => input.Read(new byte[1])).Message);
    }
}
