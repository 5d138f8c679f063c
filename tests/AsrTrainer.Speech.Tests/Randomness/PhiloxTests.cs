using AsrTrainer.Speech.Randomness;

namespace AsrTrainer.Speech.Tests.Randomness;

/// <summary>The known answers for philox4x32-10 that the authors of the generator publish with it.</summary>
public sealed class PhiloxTests
{
    [Fact]
    public void Zeros_give_the_known_answer() => Assert.Equal(
        new PhiloxWords(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8),
        Philox.Block(new PhiloxWords(0, 0, 0, 0), 0, 0));

    [Fact]
    public void Ones_give_the_known_answer() => Assert.Equal(
        new PhiloxWords(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd),
        Philox.Block(new PhiloxWords(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff), 0xffffffff, 0xffffffff));

    [Fact]
    public void Digits_of_pi_give_the_known_answer() => Assert.Equal(
        new PhiloxWords(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1),
        Philox.Block(new PhiloxWords(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344), 0xa4093822, 0x299f31d0));
}
