using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Tests.Corpora;

public sealed class JsonLinesManifestTests : IDisposable
{
    private readonly TemporaryCorpus corpus = new();

    public JsonLinesManifestTests() => corpus.Wav("one.wav", 0.5);

    public void Dispose() => corpus.Dispose();

    [Theory]
    [InlineData("train.json")]
    [InlineData("train.jsonl")]
    public void Lines_as_nemo_writes_them_become_utterances(string name)
    {
        var path = corpus.Text(
            name,
            """{"audio_filepath": "one.wav", "duration": 1.5, "text": "good \u00e9v\u00e9ning", "offset": 0.0, "speaker": 17}""",
            "",
            """{"text": "no duration", "audio_filepath": "one.wav", "id": "second"}""");

        Assert.Equal(
            [
                new Utterance("one", corpus.PathOf("one.wav"), "good événing", 1.5, "17"),
                new Utterance("second", corpus.PathOf("one.wav"), "no duration", 0.5, null),
            ],
            CorpusReader.Read(path));
    }

    [Fact]
    public void All_faults_are_named_with_their_line()
    {
        var path = corpus.Text(
            "train.json",
            """{"audio_filepath": "one.wav", "text": "fine"}""",
            """{"audio_filepath": "one.wav", "text": "fine" """,
            """["one.wav", "fine"]""",
            """{"audio_filepath": "gone.wav", "text": "fine", "duration": 1}""",
            """{"audio_filepath": "two.wav", "text": ""}""",
            """{"audio_file_path": "three.wav", "text": "fine"}""",
            """{"audio_filepath": "four.wav", "text": 4}""",
            """{"audio_filepath": "five.wav", "text": "fine", "duration": "long"}""",
            """{"audio_filepath": "six.wav", "text": "fine", "offset": 2.5}""",
            """{"audio_filepath": "seven.wav", "text": "fine", "duration": 0}""");

        var fault = Assert.Throws<UserFault>(() => CorpusReader.Read(path).ToList());

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Collection(
            fault.Problems,
            one => Assert.StartsWith($"{path}:2: not valid JSON at byte ", one),
            one => Assert.StartsWith($"{path}:3: a JSON Array where an object must stand", one),
            one => Assert.EndsWith("did you mean 'audio_filepath' by 'audio_file_path'?", one),
            one => Assert.StartsWith($"{path}:7: text is 4; it must be a text in quotes", one),
            one => Assert.StartsWith($"{path}:8: duration is \"long\"", one),
            one => Assert.StartsWith($"{path}:9: offset is 2.5; parts of files cannot be read", one),
            one => Assert.StartsWith($"{path}:10: duration is 0", one));
    }

    [Fact]
    public void A_line_that_is_nested_too_deep_is_told_from_one_that_is_no_JSON()
    {
        var deep = new string('[', 70) + new string(']', 70);
        var path = corpus.Text("train.jsonl", $$"""{"audio_filepath": "one.wav", "text": "fine", "more": {{deep}}}""");

        var fault = Assert.Throws<UserFault>(() => CorpusReader.Read(path).ToList());

        Assert.Equal(
            $"{path}:1: JSON nested more than 64 deep; each line must be one object with audio_filepath and text",
            Assert.Single(fault.Problems));
    }

    [Fact]
    public void Lines_without_their_audio_or_text_are_utterances_that_say_so()
    {
        var path = corpus.Text(
            "train.jsonl",
            """{"audio_filepath": "gone.wav", "text": "fine", "duration": 1}""",
            """{"audio_filepath": "one.wav", "text": ""}""");

        var utterances = CorpusReader.Read(path).ToList();

        Assert.StartsWith($"{path}:1: audio file {corpus.PathOf("gone.wav")} does not exist", utterances[0].AudioFault);
        Assert.True(utterances[0].AudioIsMissing);
        Assert.StartsWith($"{path}:2: the transcript is empty", utterances[1].TranscriptFault);
    }

    [Theory]
    [InlineData("""{"audio_filepath": "one.wav", "text": "half \ud800"}""")]
    [InlineData("""{"audio_filepath": "\udc00.wav", "text": "fine"}""")]
    [InlineData("""{"audio_filepath": "one.wav", "text": "fine", "id": "\ud800"}""")]
    [InlineData("""{"\ud800": "one.wav", "text": "fine"}""")]
    public void Half_a_surrogate_pair_is_a_fault_with_its_line(string line)
    {
        var path = corpus.Text("train.json", """{"audio_filepath": "one.wav", "text": "fine"}""", line);

        var fault = Assert.Throws<UserFault>(() => CorpusReader.Read(path).ToList());

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.StartsWith($"{path}:2: a text in it is not valid Unicode", Assert.Single(fault.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_json_array_is_one_fault()
    {
        var path = corpus.Text("train.json", "[", """{"audio_filepath": "one.wav", "text": "fine"},""", "]");

        Assert.Contains("JSON array", Assert.Single(Assert.Throws<UserFault>(() => CorpusReader.Read(path).ToList()).Problems));
    }
}
