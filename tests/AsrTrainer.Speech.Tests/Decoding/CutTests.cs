using AsrTrainer.Speech.Decoding;

namespace AsrTrainer.Speech.Tests.Decoding;

public sealed class CutTests
{
    [Fact]
    public void The_best_pass_and_of_equals_the_first()
    {
        var cut = new Cut();
        var random = new Random(1);
        for (var trial = 0; trial < 2000; trial++)
        {
            double[] values =
            [
                .. Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(12) is var n and > 0 ? -n : double.NegativeInfinity),
            ];
            var best = 1 + random.Next(20);
            int[] expected = [.. Enumerable.Range(0, values.Length).OrderByDescending(i => values[i]).Take(best).Order()];

            cut.Find(values, best);

            Assert.Equal(expected, Enumerable.Range(0, values.Length).Where(i => cut.Passes(values[i])));
        }
    }
}
