using AsrTrainer.Commands;
using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Decoding;

namespace AsrTrainer.Tests.Commands;

public sealed class LoadedDecoderTests : IDisposable
{
    private const string Spelt = "0.00 % of its words can be spelt in the model's alphabet \" abcdefghijklmnopqrstuvwxyz\", and what it "
        + "does not know counts as unknown; ";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_language_model_in_capitals_is_warned_of_with_the_way_to_make_it_fit()
    {
        string path = TinyModel.Write(folder.File("m.arpa"), "ONE", "TWO");
        Assert.Equal(
            [$"warning: --lm {path}: {Spelt}let them pass through the model's normaliser: asr lm binary ARPA OUT --normalizer lower-case"],
            SaidOf(path, "lower-case"));
    }

    [Fact]
    public void What_was_taken_for_hotwords_is_said()
    {
        File.WriteAllText(folder.File("words.txt"), "acme\nnew york\n");
        Assert.Equal(
            ["--hotwords list: no such file, taken for 1 hotword", $"--hotwords {folder.File("words.txt")}: 2 hotwords"],
            SaidOf(new DecodingChoice { Beam = new BeamOptions(), Hotwords = ["list", folder.File("words.txt")] }, "lower-case"));
    }

    [Theory]
    [InlineData("ONE", "keep-case")]
    [InlineData("один", "lower-case")]
    public void Where_the_normaliser_does_not_help_another_language_is_asked_about(string word, string normalizer)
    {
        string path = TinyModel.Write(folder.File("m.arpa"), word, "TWÖ");
        Assert.Equal([$"warning: --lm {path}: {Spelt}is it of another language?"], SaidOf(path, normalizer));
    }

    [Fact]
    public void A_language_model_of_which_some_words_fit_is_taken_without_a_word()
    {
        Assert.Empty(SaidOf(TinyModel.Write(folder.File("m.arpa")), "lower-case"));
        Assert.Empty(SaidOf(TinyModel.Write(folder.File("m.arpa"), "one", "1998"), "lower-case"));
    }

    private static List<string> SaidOf(string path, string normalizer) =>
        SaidOf(new DecodingChoice { Beam = new BeamOptions(), LanguageModel = path }, normalizer);

    private static List<string> SaidOf(DecodingChoice choice, string normalizer)
    {
        List<string> said = [];
        var description = new ModelDescription
        {
            Features = new FrontendOptions(),
            Model = new ModelOptions(),
            Alphabet = " abcdefghijklmnopqrstuvwxyz",
            Normalizer = normalizer,
        };
        LoadedDecoder.Open(choice, description, said.Add).Dispose();
        return said;
    }
}
