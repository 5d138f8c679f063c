using System.IO.Compression;
using System.Text;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.LanguageModels;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.Tests.LanguageModels;

public sealed class ArpaReaderTests : IDisposable
{
    private readonly TemporaryModel files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void All_dialects_of_the_same_model_are_the_same()
    {
        const string Small = TemporaryModel.Small;
        var expected = Scores(files.With(Small));
        string[] dialects =
        [
            Small.ReplaceLineEndings("\r\n"),
            Small.Replace('\t', ' '),
            Small.Replace("ngram 1=5", "ngram  1=         5", StringComparison.Ordinal),
            "Made by hand\nngram 7=9\n" + Small,
            "\uFEFF" + Small.TrimStart(),
            Small.Replace("<unk>", "<UNK>", StringComparison.Ordinal),
            Small.Replace("-1.1\t</s>", "-1.1\t</s>\t0", StringComparison.Ordinal),
            Small.Replace("<s> a b", "<s> a b\t0.0", StringComparison.Ordinal),
            Small.Replace("-99", "-inf", StringComparison.Ordinal).Replace("-0.6", "-6e-1", StringComparison.Ordinal),
            Small.TrimEnd(),
            Small.Replace("\n\n", "\n", StringComparison.Ordinal),
            Small + "\nwhatever follows",
        ];
        Assert.All(dialects, dialect => Assert.Equal(expected, Scores(files.With(dialect))));
    }

    [Fact]
    public void A_gzip_file_is_read_whatever_its_name()
    {
        using (var file = new GZipStream(File.Create(files.PathOf("m.lm")), CompressionLevel.Optimal))
        {
            file.Write(Encoding.UTF8.GetBytes(TemporaryModel.Small));
        }

        Assert.Equal(Scores(files.With(TemporaryModel.Small)), Scores(files.PathOf("m.lm")));
    }

    [Fact]
    public void Without_an_unknown_word_what_is_not_in_the_model_is_all_but_impossible()
    {
        using var model = LanguageModelFile.Open(files.With(TemporaryModel.Small
            .Replace("-1.2\t<unk>\n", "", StringComparison.Ordinal).Replace("1=5", "1=4", StringComparison.Ordinal)));
        Assert.False(model.KnowsUnknown);
        Assert.Equal((-100 - 0.5) * Math.Log(10), model.Score(model.Start, model.Find("?"), out _), 1e-4);
    }

    [Fact]
    public void An_n_gram_whose_beginning_is_missing_is_found()
    {
        // SRILM leaves such behind when it prunes: there is no "a b", but "a b a".
        using var model = LanguageModelFile.Open(files.With(TemporaryModel.Small
            .Replace("-0.7\ta b\t-0.75\n", "", StringComparison.Ordinal).Replace("2=3", "2=2", StringComparison.Ordinal)
            .Replace("-0.05\t<s> a b", "-0.05\ta b a", StringComparison.Ordinal)));
        var (a, b) = (model.Find("a"), model.Find("b"));
        _ = model.Score(model.Start, model.Find("?"), out var nothing);
        _ = model.Score(nothing, a, out var afterA);
        Assert.Equal((-0.25 - 0.4) * Math.Log(10), model.Score(afterA, b, out var afterB), 1e-6);
        Assert.Equal(-0.05 * Math.Log(10), model.Score(afterB, a, out _), 1e-6);
    }

    [Fact]
    public void Words_may_pass_through_the_normaliser_of_transcripts()
    {
        var capital = TemporaryModel.Small.Replace("a", "Ä", StringComparison.Ordinal)
            .Replace("\\dÄtÄ", "\\data", StringComparison.Ordinal).Replace("ngrÄm", "ngram", StringComparison.Ordinal)
            .Replace("-grÄms", "-grams", StringComparison.Ordinal);
        using var model = LanguageModelFile.Open(files.With(capital), TranscriptNormalizer.LowerCase);
        Assert.False(model.IsUnknown(model.Find("ä")));
        Assert.True(model.IsUnknown(model.Find("Ä")));
    }

    [Theory]
    [InlineData("", "no ARPA file")]
    [InlineData("iARPA\n\n\\data\\\n", "line 1 says iARPA")]
    [InlineData("\\data\\\nngram 1=2\n\\1-grams:\n-1 <s>\n-1 a\n\\end\\\n", "the word </s> is not in the model")]
    [InlineData("qARPA 3 256\n", "quantised")]
    [InlineData("mmap lm http://kheafield.com/code format version 5\n\0", "binary")]
    [InlineData("\\data\\\n", "ends after line 1")]
    [InlineData("\\data\\\n\\1-grams:\n", "line 2 is \"\\1-grams:\"")]
    [InlineData("\\data\\\nngram 2=1\n", "line 2 counts 2-grams")]
    [InlineData("\\data\\\nngram 1=-1\n", "expected a count")]
    [InlineData("\\data\\\nngram 1=99999999999\n", "at most 2147483647")]
    [InlineData("\\data\\\nngram 1=2000000000\n\\1-grams:\n", "has not enough bytes for the 2000000000")]
    public void What_is_no_model_is_refused(string text, string expected) => Refused(text, expected);

    [Fact]
    public void Two_words_that_become_one_are_named_as_they_stand()
    {
        var both = TemporaryModel.Small.Replace("-0.4\tb\t-0.125", "-0.4\tA\t-0.125", StringComparison.Ordinal);
        var fault = Assert.Throws<UserFault>(() => LanguageModelFile.Open(files.With(both), TranscriptNormalizer.LowerCase));
        Assert.Equal(ExitCode.Model, fault.Code);
        Assert.Contains(
            "line 12 has the word A, which after lower-case is a, as the word of an earlier line is: the n-grams of two words cannot "
            + "become those of one; make the model anew from its text, with `asr lm build`",
            fault.Message);
    }

    [Theory]
    [InlineData("-0.7\ta b\t-0.75", "-0.7\ta b c d", "line 16 has too many fields")]
    [InlineData("-0.7\ta b\t-0.75", "-0.7\ta", "line 16 has too few fields")]
    [InlineData("-0.7\ta b\t-0.75", "x\ta b\t-0.75", "line 16 has \"x\" where")]
    [InlineData("-0.7\ta b\t-0.75", "-0.7\ta b\tNaN", "line 16 has \"NaN\" where")]
    [InlineData("-0.7\ta b\t-0.75", "1.5\ta b", "line 16 has the probability 10^1.5")]
    [InlineData("-0.7\ta b\t-0.75", "-0.7\ta x", "line 16 has the word x, which is not among the 1-grams")]
    [InlineData("-0.7\ta b\t-0.75", "-0.6\t<s> a", "line 16 has an n-gram that was there before")]
    [InlineData("-0.4\tb\t-0.125", "-0.4\ta", "line 12 has the word a, which was there before")]
    [InlineData("\\2-grams:", "\\3-grams:", "line 14 is \"\\3-grams:\"; expected \\2-grams:")]
    [InlineData("ngram 2=3", "ngram 2=4", "line 19 is \"\\3-grams:\", but 4 2-grams are counted and only 3")]
    [InlineData("ngram 2=3", "ngram 2=2", "line 17 is \"-0.8 b </s>\"; expected \\3-grams:")]
    [InlineData("\\end\\", "", "it is cut off")]
    public void A_fault_is_named_with_its_line(string part, string replacement, string expected)
    {
        Assert.Contains(part, TemporaryModel.Small, StringComparison.Ordinal);
        Refused(TemporaryModel.Small.Replace(part, replacement, StringComparison.Ordinal), expected);
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_takes_memory() =>
        Refused(new string('x', 1 << 17), "line 1 is longer than 65536 bytes");

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused()
    {
        var text = TemporaryModel.Small.Replace("a b", "ä b", StringComparison.Ordinal);
        File.WriteAllBytes(files.PathOf("m.arpa"), Encoding.Latin1.GetBytes(text));
        Assert.Contains("is not UTF-8", FaultOf(files.PathOf("m.arpa")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_unpacks_to_very_much_more_is_refused()
    {
        using (var file = new GZipStream(File.Create(files.PathOf("m.gz")), CompressionLevel.Optimal))
        {
            file.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat('\n', 10_000_000))));
        }

        Assert.Contains("unpacks to more than 256 times its size", FaultOf(files.PathOf("m.gz")).Message, StringComparison.Ordinal);
    }

    private void Refused(string text, string expected) =>
        Assert.Contains(expected, FaultOf(files.With(text)).Message.Replace('\t', ' '), StringComparison.Ordinal);

    private static UserFault FaultOf(string path)
    {
        var fault = Assert.Throws<UserFault>(() => LanguageModelFile.Open(path));
        Assert.Equal(ExitCode.Model, fault.Code);
        Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
        return fault;
    }

    // Of every sequence of up to three words.
    private static double[] Scores(string path)
    {
        using var model = LanguageModelFile.Open(path);
        int[] words = [model.Find("a"), model.Find("b"), model.Find("?")];
        var scores = new List<double>();
        Visit(model.Start, 3);
        return [.. scores];

        void Visit(long state, int more)
        {
            scores.Add(model.ScoreEnd(state));
            foreach (var word in more == 0 ? [] : words)
            {
                scores.Add(model.Score(state, word, out var next));
                Visit(next, more - 1);
            }
        }
    }
}
