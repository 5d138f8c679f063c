using System.Text;
using AsrTrainer.Neural.Training;
using Fuzzing;

namespace AsrTrainer.Neural.Tests.Training;

[Collection(Fuzz.Collection)]
public sealed class HistoryFuzzTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Reader", "history")]
    public void A_damaged_history_is_gone_on_with_or_refused()
    {
        var path = folder.PathOf("history.csv");
        var history = new History(path, 0, ["dev"], _ => { });
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            history.Append(new EpochResult
            {
                Epoch = epoch,
                Step = 10 * epoch,
                TrainLoss = 1.5,
                LearningRate = 0.001,
                AudioSeconds = 12,
                TrainSeconds = 3,
                WaitShare = 0.1,
                SkippedSteps = 0,
                Dev = [],
                IsBest = false,
            });
        }

        Fuzz.Run(new FuzzedReader
        {
            Name = "history",
            Path = path,
            Good = [File.ReadAllBytes(path), Encoding.UTF8.GetBytes("epoch,step,\"x\"\"y\"\n1,2,\"3\"\n")],
            Read = () => _ = new History(path, 2, ["dev"], _ => { }),
            Refuses = fault => fault is AsrTrainer.Speech.Faults.UserFault,
        });
    }
}
