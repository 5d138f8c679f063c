using AsrTrainer.Neural.Training;

namespace AsrTrainer.Neural.Tests.Training;

public sealed class CommitGateTests
{
    private readonly CommitGate gate = new();

    [Fact]
    public async Task A_run_is_left_only_while_nothing_changes()
    {
        gate.Close();
        var saved = false;
        var leaving = Task.Run(() => gate.Leave(() => saved = true));
        await Task.Delay(50);
        Assert.False(saved);
        gate.Open();
        Assert.True(await leaving);
        Assert.True(saved);
    }

    [Fact]
    public void Nothing_changes_once_the_run_was_left()
    {
        Assert.True(gate.Leave(() => { }));
        Assert.Throws<OperationCanceledException>(gate.Close);
        gate.Open();
        Assert.Throws<OperationCanceledException>(gate.Close);
        gate.End();
    }

    [Fact]
    public void A_run_that_has_ended_is_not_left()
    {
        gate.Close();
        gate.End();
        gate.Open();
        gate.End();
        Assert.False(gate.Leave(() => Assert.Fail("must not be saved")));
    }

    [Fact]
    public void A_run_whose_checkpoint_could_not_be_written_goes_on()
    {
        Assert.Throws<IOException>(() => gate.Leave(() => throw new IOException("full")));
        gate.Close();
        gate.Open();
        Assert.True(gate.Leave(() => { }));
    }
}
