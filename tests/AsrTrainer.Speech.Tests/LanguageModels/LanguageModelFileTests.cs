using System.Buffers.Binary;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.LanguageModels;

namespace AsrTrainer.Speech.Tests.LanguageModels;

public sealed class LanguageModelFileTests : IDisposable
{
    private readonly TemporaryModel files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("m.arpa")]
    [InlineData("m.arpa.gz")]
    [InlineData("m.asrlm")]
    public void A_model_that_was_written_predicts_the_same_in_every_form(string name)
    {
        var builder = new LanguageModelBuilder(new LanguageModelOptions());
        builder.Add(["the", "cat", "sat"]);
        builder.Add(["the", "cat", "ran", "and", "the", "dog", "sat"]);
        var built = builder.Build();
        built.Write(files.PathOf("reference.asrlm"));
        built.Write(files.PathOf(name));
        using var reference = LanguageModelFile.Open(files.PathOf("reference.asrlm"));
        using var model = LanguageModelFile.Open(files.PathOf(name));
        Assert.Equal(built.Sizes, model.Sizes);
        Assert.True(model.KnowsUnknown);
        foreach (var sentence in (string[])["the cat sat", "dog the cat", "? and the ? dog sat sat", "and"])
        {
            var (expected, found) = (reference.Start, model.Start);
            foreach (var word in sentence.Split(' '))
            {
                Assert.Equal(
                    reference.Score(expected, reference.Find(word), out expected), model.Score(found, model.Find(word), out found), 1e-5);
            }

            Assert.Equal(reference.ScoreEnd(expected), model.ScoreEnd(found), 1e-5);
        }
    }

    [Fact]
    public void The_binary_form_of_an_ARPA_file_is_a_function_of_it()
    {
        var arpa = files.With(TemporaryModel.Small);
        Assert.Equal([5, 3, 1], LanguageModelFile.ToBinary(arpa, files.PathOf("one.asrlm")));
        LanguageModelFile.ToBinary(arpa, files.PathOf("two.asrlm"));
        Assert.Equal(File.ReadAllBytes(files.PathOf("one.asrlm")), File.ReadAllBytes(files.PathOf("two.asrlm")));
        Assert.Equal(ExitCode.Model, Assert.Throws<UserFault>(() => LanguageModelFile.ToBinary(files.PathOf("one.asrlm"), arpa)).Code);
    }

    [Fact]
    public void A_model_in_binary_form_with_any_bit_changed_or_any_end_missing_is_refused()
    {
        LanguageModelFile.ToBinary(files.With(TemporaryModel.Small), files.PathOf("m.asrlm"));
        var good = File.ReadAllBytes(files.PathOf("m.asrlm"));
        for (var place = 0; place < good.Length; place++)
        {
            var damaged = good.ToArray();
            damaged[place] ^= (byte)(1 << (place % 8));
            Assert.Equal(ExitCode.Model, FaultOf(damaged).Code);
            Assert.Equal(ExitCode.Model, FaultOf(good[..place]).Code);
        }
    }

    [Fact]
    public void A_model_of_a_later_version_is_refused_as_such()
    {
        LanguageModelFile.ToBinary(files.With(TemporaryModel.Small), files.PathOf("m.asrlm"));
        var later = File.ReadAllBytes(files.PathOf("m.asrlm"));
        later[8] = 2;
        BinaryPrimitives.WriteUInt32LittleEndian(later.AsSpan(ModelHeader.Size - 4), Crc32C.Of(later.AsSpan(0, ModelHeader.Size - 4)));
        Assert.Contains("a language model of version 2", FaultOf(later).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_not_used_after_its_end()
    {
        LanguageModelFile.ToBinary(files.With(TemporaryModel.Small), files.PathOf("m.asrlm"));
        var model = LanguageModelFile.Open(files.PathOf("m.asrlm"));
        model.Dispose();
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.ScoreEnd(model.Start));
        Assert.Throws<ObjectDisposedException>(() => model.Find("a"));
    }

    [Fact]
    public void States_and_words_of_another_model_are_refused_where_they_cannot_be()
    {
        using var model = LanguageModelFile.Open(files.With(TemporaryModel.Small));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.ScoreEnd(9));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Score(model.Start, 5, out _));
    }

    [Theory]
    [InlineData("nothing.arpa")]
    [InlineData("no/folder.arpa")]
    [InlineData(".")]
    public void What_is_not_there_is_the_users_fault(string name)
    {
        var path = files.PathOf(name);
        Assert.StartsWith(path, Assert.Throws<UserFault>(() => LanguageModelFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Checksums_are_those_of_Castagnoli()
    {
        // RFC 3720, appendix B.4.
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));
        Assert.Equal(0xE3069283u, Crc32C.Of("56789"u8, Crc32C.Of("1234"u8)));
    }

    private UserFault FaultOf(byte[] content)
    {
        File.WriteAllBytes(files.PathOf("damaged.asrlm"), content);
        return Assert.Throws<UserFault>(() => LanguageModelFile.Open(files.PathOf("damaged.asrlm")));
    }
}
