using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Tests.Corpora;

public sealed class CorpusReaderTests : IDisposable
{
    private readonly TemporaryCorpus corpus = new();

    public void Dispose() => corpus.Dispose();

    [Fact]
    public void A_path_where_nothing_is_fails_at_once()
    {
        var fault = Assert.Throws<UserFault>(() => CorpusReader.Read(corpus.PathOf("nowhere")));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Contains("no such file or folder", fault.Message);
    }

    [Fact]
    public void A_file_of_an_unknown_kind_names_the_known_ones()
    {
        var path = corpus.Text("train.txt", "audio,text");

        Assert.Contains(".csv, .tsv, .json, .jsonl", Assert.Throws<UserFault>(() => CorpusReader.Read(path)).Message);
    }

    [Fact]
    public void An_audio_file_is_told_of_transcribing()
    {
        Assert.Contains("asr transcribe", Assert.Throws<UserFault>(() => CorpusReader.Read(corpus.Wav("one.wav", 0.1))).Message);
    }

    [Theory]
    [InlineData("train.csv", "audio,text")]
    [InlineData("train.jsonl", "")]
    public void A_manifest_without_rows_is_a_fault(string name, string line)
    {
        var path = corpus.Text(name, line);

        Assert.Contains("empty", Assert.Throws<UserFault>(() => CorpusReader.Read(path).ToList()).Message);
    }

    [Fact]
    public void Of_very_many_faults_the_first_twenty_are_shown_and_all_counted()
    {
        var path = corpus.Text("train.csv", ["audio,text,duration", .. Enumerable.Range(0, 2000).Select(i => $"{i}.wav,a b,-1")]);

        var fault = Assert.Throws<UserFault>(() => CorpusReader.Read(path).ToList());

        Assert.Equal(21, fault.Problems.Count);
        Assert.StartsWith($"{path}:2: ", fault.Problems[0]);
        Assert.StartsWith($"{path}:21: ", fault.Problems[19]);
        Assert.Equal($"{path}: 1980 more faults, 2000 in all; the first 20 are shown", fault.Problems[20]);
    }

    [Theory]
    [InlineData("bad.csv", "a.wav,\"b\"c")]
    [InlineData("bad.csv", "a.wav")]
    [InlineData("bad.jsonl", "{")]
    public void Reading_is_given_up_after_ten_thousand_faults(string name, string row)
    {
        var path = corpus.Text(name, ["audio,text", .. Enumerable.Repeat(row, 20_000)]);

        var fault = Assert.Throws<UserFault>(() => CorpusReader.Read(path).Count());

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Equal(21, fault.Problems.Count);
        Assert.Equal(
            $"{path}: reading was given up after 10000 faults, of which the first 20 are shown; is this the file you meant?",
            fault.Problems[20]);
    }

    [Theory]
    [InlineData("bad.csv", "a.wav")]
    [InlineData("bad.jsonl", "{")]
    [InlineData("bad.jsonl", "")]
    public void A_corpus_without_a_good_row_can_be_interrupted(string name, string row)
    {
        var path = corpus.Text(name, ["audio,text", .. Enumerable.Repeat(row, 100)]);

        Assert.Throws<OperationCanceledException>(() => CorpusReader.Read(path, new CancellationToken(canceled: true)).Count());
    }

    [Fact]
    public void Reading_streams_and_can_be_cancelled()
    {
        corpus.Wav("a.wav", 0.1);
        // The ten-thousandth row would be a fault; whoever stops before never sees it.
        var path = corpus.Text("train.csv", ["audio,text,id", .. Enumerable.Range(0, 9_999).Select(i => $"a.wav,a b,{i}"), "a.wav"]);
        using var cancellation = new CancellationTokenSource();

        Assert.Equal(3, CorpusReader.Read(path).Take(3).Count());
        using var utterances = CorpusReader.Read(path, cancellation.Token).GetEnumerator();
        Assert.True(utterances.MoveNext());
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => { while (utterances.MoveNext()) { } });
    }

    [Fact]
    public void Order_is_that_of_the_manifest_although_headers_are_read_in_parallel()
    {
        foreach (var i in Enumerable.Range(0, 40))
        {
            corpus.Wav($"{i}.wav", 0.01 * (i + 1));
        }

        var path = corpus.Text("train.csv", ["audio,text,id", .. Enumerable.Range(0, 1500).Select(i => $"{i % 40}.wav,a,{i}")]);

        var utterances = CorpusReader.Read(path).ToList();

        Assert.Equal(Enumerable.Range(0, 1500).Select(i => $"{i}"), utterances.Select(utterance => utterance.Id));
        Assert.All(utterances, utterance => Assert.Equal(0.01 * ((int.Parse(utterance.Id) % 40) + 1), utterance.Seconds, 6));
    }
}
