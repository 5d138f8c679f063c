using System.Text;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Tests.Corpora;

public sealed class CsvManifestTests : IDisposable
{
    private readonly TemporaryCorpus corpus = new();

    public CsvManifestTests()
    {
        corpus.Wav("clips/one.wav", 0.5);
        corpus.Wav("clips/two.wav", 0.25);
    }

    public void Dispose() => corpus.Dispose();

    [Fact]
    public void Rows_become_utterances_with_durations_from_manifest_or_header()
    {
        var path = corpus.Text(
            "lists/train.csv",
            "id,audio,ignored,duration,speaker,text",
            "first,../clips/one.wav,x,7.5,anna,Good morning",
            "second,../clips/two.wav,x,,,\"Yes, \"\"please\"\"\"");

        Assert.Equal(
            [
                new Utterance("first", corpus.PathOf("lists/../clips/one.wav"), "Good morning", 7.5, "anna"),
                new Utterance("second", corpus.PathOf("lists/../clips/two.wav"), "Yes, \"please\"", 0.25, null),
            ],
            CorpusReader.Read(path));
    }

    [Theory]
    [InlineData("audio", "text")]
    [InlineData("audio_path", "transcript")]
    [InlineData("path", "TEXT")]
    [InlineData("wav_filename", " transcript ")]
    [InlineData("Audio_FilePath", "Transcript")]
    public void Columns_go_by_several_names(string audio, string text)
    {
        var utterance = Assert.Single(CorpusReader.Read(corpus.Text("train.csv", $"{text},{audio}", "hello,clips/one.wav")));

        Assert.Equal("hello", utterance.Transcript);
        Assert.Equal("clips/one", utterance.Id);
    }

    [Fact]
    public void Tab_separated_values_know_no_quotes()
    {
        var utterance = Assert.Single(CorpusReader.Read(corpus.Text("train.tsv", "path\ttext", "clips/one.wav\t\"so, he said")));

        Assert.Equal("\"so, he said", utterance.Transcript);
    }

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_do_no_harm()
    {
        var path = corpus.Bytes("train.csv", [.. Encoding.UTF8.Preamble, .. "audio,text\r\nclips/one.wav,hello\r\n"u8]);

        Assert.Equal("hello", Assert.Single(CorpusReader.Read(path)).Transcript);
    }

    [Fact]
    public void Absolute_paths_are_taken_as_they_are()
    {
        var path = corpus.Text("train.csv", "audio,text", $"{corpus.PathOf("clips/one.wav")},hello");

        Assert.Equal(corpus.PathOf("clips/one.wav"), Assert.Single(CorpusReader.Read(path)).AudioPath);
    }

    [Fact]
    public void All_faults_are_named_with_their_line()
    {
        var path = corpus.Text(
            "train.csv",
            "audio,text,duration",
            "clips/one.wav,fine,0.5",
            "clips/gone.wav,fine,0.5",
            "",
            "clips/blank.wav,  ,0.5",
            "clips/two.wav,fine,long",
            "clips/three.wav,fine,-1",
            ",fine,0.5",
            "clips/four.wav,fine, but more,0.5",
            "clips/one.wav,twice\uFFFD,0.5",
            "clips/five.wav,\"not closed,0.5",
            "clips/six.wav,\"closed\" too early,0.5",
            "clips");

        var fault = Assert.Throws<UserFault>(() => CorpusReader.Read(path).ToList());

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Collection(
            fault.Problems,
            one => Assert.StartsWith($"{path}:6: duration 'long' is no number", one),
            one => Assert.StartsWith($"{path}:7: duration is -1; it must be a number of seconds above 0", one),
            one => Assert.StartsWith($"{path}:8: the path of the audio file is empty", one),
            one => Assert.StartsWith($"{path}:9: the row has 4 fields and the header 3", one),
            one => Assert.StartsWith($"{path}:10: the text is not UTF-8", one),
            one => Assert.StartsWith($"{path}:11: a quote is not closed on its line", one),
            one => Assert.StartsWith($"{path}:12: text follows a closing quote", one),
            one => Assert.StartsWith($"{path}:13: the row has 1 fields and the header 3", one));
    }

    [Fact]
    public void The_second_row_of_an_id_says_where_the_first_is()
    {
        var path = corpus.Text("train.csv", "audio,text", "clips/one.wav,hello", "clips/two.wav,go", "clips/one.wav,again");

        var utterances = CorpusReader.Read(path).ToList();

        Assert.Equal([null, null], utterances[..2].Select(utterance => utterance.IdFault));
        Assert.StartsWith($"{path}:4: utterance 'clips/one' is on line 2 already", utterances[2].IdFault);
    }

    [Fact]
    public void Paths_that_differ_only_in_their_extension_need_ids_and_are_told_so()
    {
        var path = corpus.Text("train.csv", "audio,text", "clips/one.wav,hello", "clips/one.flac,again");

        Assert.Equal(
            $"{path}:3: utterance 'clips/one' is on line 2 already; every id may occur once (without ids, every path, its extension left "
            + "out)",
            CorpusReader.Read(path).Last().IdFault);
    }

    [Theory]
    [InlineData("1e308", "1E+308")]
    [InlineData("134218", "134218")]
    [InlineData("Infinity", "Infinity")]
    public void A_duration_that_no_audio_can_have_is_a_fault_of_its_row(string duration, string shown)
    {
        var path = corpus.Text("train.csv", "audio,text,duration", $"clips/one.wav,fine,{duration}");

        Assert.Equal(
            $"{path}:2: duration is {shown}; it must be a number of seconds above 0 and up to 134217, or be left out",
            Assert.Throws<UserFault>(() => CorpusReader.Read(path).ToList()).Message);
    }

    [Fact]
    public void A_folder_where_audio_must_stand_is_called_one()
    {
        var path = corpus.Text("train.csv", "audio,text,duration", "clips,fine,0.5");

        var utterance = Assert.Single(CorpusReader.Read(path));

        Assert.Equal($"{path}:2: {corpus.PathOf("clips")} is a folder, not an audio file; give a file in it", utterance.AudioFault);
        Assert.False(utterance.AudioIsMissing);
    }

    [Fact]
    public void Rows_without_their_audio_or_text_are_utterances_that_say_so()
    {
        var path = corpus.Text(
            "train.csv", "audio,text,duration", "clips/one.wav,fine,0.5", "clips/gone.wav,fine,0.5", "clips/two.wav,  ,0.5");

        var utterances = CorpusReader.Read(path).ToList();

        Assert.Equal(["clips/one", "clips/gone", "clips/two"], utterances.Select(utterance => utterance.Id));
        Assert.Equal([false, true, false], utterances.Select(utterance => utterance.AudioIsMissing));
        Assert.StartsWith($"{path}:3: audio file {corpus.PathOf("clips/gone.wav")} does not exist", utterances[1].AudioFault);
        Assert.StartsWith($"{path}:4: the transcript is empty", utterances[2].TranscriptFault);
        Assert.True(utterances is [{ AudioFault: null, TranscriptFault: null }, _, { AudioFault: null }]);
    }

    [Fact]
    public void A_missing_column_is_named_with_the_nearest_found()
    {
        var path = corpus.Text("train.csv", "adio,txt,length", "clips/one.wav,hello,1");

        var fault = Assert.Throws<UserFault>(() => CorpusReader.Read(path).ToList());

        Assert.Equal(2, fault.Problems.Count);
        Assert.Contains("did you mean 'audio' by 'adio'?", fault.Problems[0]);
        Assert.Contains("found adio, txt, length", fault.Problems[0]);
        Assert.Contains("did you mean 'text' by 'txt'?", fault.Problems[1]);
    }

    [Fact]
    public void Nothing_is_suggested_where_nothing_is_near()
    {
        var fault = Assert.Throws<UserFault>(() => CorpusReader.Read(corpus.Text("train.csv", "x,text", "a,b")).ToList());

        Assert.DoesNotContain("did you mean", fault.Message);
    }

    [Fact]
    public void Text_in_another_encoding_is_a_fault_and_not_a_strange_character()
    {
        var path = corpus.Bytes("train.csv", [.. "audio,text\nclips/one.wav,caf"u8, 0xE9, (byte)'\n']);

        Assert.Contains("not UTF-8", Assert.Throws<UserFault>(() => CorpusReader.Read(path).ToList()).Message);
    }

    [Fact]
    public void An_empty_file_is_a_fault()
    {
        Assert.Contains("empty", Assert.Throws<UserFault>(() => CorpusReader.Read(corpus.Bytes("train.csv", [])).ToList()).Message);
    }
}
