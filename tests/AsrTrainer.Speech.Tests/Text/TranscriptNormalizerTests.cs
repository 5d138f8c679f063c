using System.Runtime.CompilerServices;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AsrTrainer.Speech.Tests.Text;

public sealed class TranscriptNormalizerTests
{
    [Theory]
    [InlineData("HELLO World", "hello world")]
    [InlineData("  a \t b\r\n\u00A0c\u3000", "a b c")]
    [InlineData("\uFEFFhello", "hello")]
    [InlineData("don\u2019t \u2018tis o\u02BCclock", "don't 'tis o'clock")]
    [InlineData("co\u00ADoperate", "cooperate")]
    [InlineData("CAFE\u0301", "caf\u00E9")]
    [InlineData("\u00C9T\u00C9", "\u00E9t\u00E9")]
    [InlineData("\u0410\u0411\u0412", "\u0430\u0431\u0432")]
    [InlineData("\u0130zmir", "i\u0307zmir")] // I with a dot, in one or in two
    [InlineData("I\u0307zmir", "i\u0307zmir")]
    [InlineData("", "")]
    [InlineData(" \n ", "")]
    [InlineData("10 % \u2014 ok?", "10 % \u2014 ok?")]
    public void Lower_case_normalises(string transcript, string normalised) =>
        Assert.Equal(normalised, TranscriptNormalizer.LowerCase.Normalize(transcript));

    [Fact]
    public void Keep_case_changes_all_but_the_case() =>
        Assert.Equal("Don't Caf\u00E9", TranscriptNormalizer.KeepCase.Normalize(" Don\u2019t  Cafe\u0301 "));

    [Fact]
    public void What_Unicode_takes_for_the_same_becomes_the_same()
    {
        foreach (var line in File.ReadLines(Golden()).Skip(1))
        {
            var sides = line.Split("; ").Select(numbers =>
                string.Concat(numbers.Split(' ').Select(number => char.ConvertFromUtf32(Convert.ToInt32(number, 16))))).ToArray();
            Assert.True(Same(TranscriptNormalizer.LowerCase) && Same(TranscriptNormalizer.KeepCase), line);
            bool Same(TranscriptNormalizer normalizer) => normalizer.Normalize(sides[0]) == normalizer.Normalize(sides[1]);
        }
    }

    [Fact]
    public void Normalising_twice_changes_nothing_more() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(),
        text => new[] { TranscriptNormalizer.LowerCase, TranscriptNormalizer.KeepCase }.All(normalizer =>
        {
            var once = normalizer.Normalize(text.Get);
            return normalizer.Normalize(once) == once && !once.Contains("  ", StringComparison.Ordinal) && once == once.Trim();
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void Names_find_their_normalisers()
    {
        Assert.Same(TranscriptNormalizer.LowerCase, TranscriptNormalizer.Named("lower-case"));
        Assert.Same(TranscriptNormalizer.KeepCase, TranscriptNormalizer.Named(TranscriptNormalizer.KeepCase.Name));
    }

    [Fact]
    public void An_unknown_name_is_a_fault_that_lists_the_known_ones()
    {
        var fault = Assert.Throws<UserFault>(() => TranscriptNormalizer.Named("upper"));

        Assert.Equal(ExitCode.Configuration, fault.Code);
        Assert.Equal("there is no transcript normaliser \"upper\"; use \"lower-case\" or \"keep-case\"", fault.Message);
    }

    [Fact]
    public void The_fingerprint_says_what_a_normaliser_does()
    {
        // These change when a rule does, or what Unicode counts as a small letter: reports before and after are then told apart.
        Assert.Equal("b116aadf9c12", TranscriptNormalizer.LowerCase.Fingerprint[..12]);
        Assert.Equal(64, TranscriptNormalizer.LowerCase.Fingerprint.Length);
        Assert.NotEqual(TranscriptNormalizer.LowerCase.Fingerprint, TranscriptNormalizer.KeepCase.Fingerprint);
        Assert.Equal("lower-case sha256:b116aadf9c12", TranscriptNormalizer.LowerCase.Label);
    }

    private static string Golden([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../golden/nfc.txt");
}
