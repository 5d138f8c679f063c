using AsrTrainer.Speech.Examination;

namespace AsrTrainer.Speech.Tests.Examination;

public sealed class ExaminationOptionsTests
{
    [Fact]
    public void Options_know_their_limits()
    {
        Assert.Empty(new ExaminationOptions().Validate());
        Assert.Equal(
            [
                nameof(ExaminationOptions.SilenceDbfs), nameof(ExaminationOptions.ClippedShare),
                nameof(ExaminationOptions.MinCharactersPerSecond), nameof(ExaminationOptions.MaxCharactersPerSecond),
            ],
            new ExaminationOptions
            {
                SilenceDbfs = 1,
                ClippedShare = double.NaN,
                MinCharactersPerSecond = -1,
                MaxCharactersPerSecond = -2,
            }.Validate().Select(problem => problem.Property));
    }
}
