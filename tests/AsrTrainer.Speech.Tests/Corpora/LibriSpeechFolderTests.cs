using System.Runtime.CompilerServices;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Tests.Corpora;

public sealed class LibriSpeechFolderTests : IDisposable
{
    private readonly TemporaryCorpus corpus = new();

    public void Dispose() => corpus.Dispose();

    [Fact]
    public void Utterances_come_from_every_depth_sorted_by_path()
    {
        corpus.Wav("dev/84/12/84-12-0000.wav", 0.5);
        corpus.Wav("dev/84/12/84-12-0001.wav", 0.25);
        corpus.Text("dev/84/12/84-12.trans.txt", "84-12-0000 GO ON", "", "84-12-0001  STOP ");
        corpus.Wav("a-b.wav", 1);
        corpus.Text("top.trans.txt", "a-b\tIT'S TOP");

        var utterances = CorpusReader.Read(corpus.Folder).ToList();

        Assert.Equal(
            [
                new Utterance("84-12-0000", corpus.PathOf("dev/84/12/84-12-0000.wav"), "GO ON", 0.5, "84"),
                new Utterance("84-12-0001", corpus.PathOf("dev/84/12/84-12-0001.wav"), "STOP", 0.25, "84"),
                new Utterance("a-b", corpus.PathOf("a-b.wav"), "IT'S TOP", 1, "a"),
            ],
            utterances);
    }

    [Fact]
    public void Real_speech_in_this_layout_is_read()
    {
        var utterances = CorpusReader.Read(RealSpeech()).ToList();

        Assert.Equal(10, utterances.Count);
        Assert.All(utterances, utterance => Assert.InRange(utterance.Seconds, 0.1, 5));
        Assert.All(utterances, utterance => Assert.EndsWith($"{utterance.Id}.flac", utterance.AudioPath));
        Assert.All(utterances, utterance => Assert.Equal("1", utterance.Speaker));
    }

    [Fact]
    public void All_faults_are_named_with_file_and_line()
    {
        corpus.Wav("1-1-0.wav", 0.1);
        corpus.Wav("1-1-1.wav", 0.1);
        var file = corpus.Text("1-1.trans.txt", "1-1-0 FINE", "1-1-1", "1-1-2 NO AUDIO", "1-1-4 \uFFFD", "1-1-3 \uFFFD");

        var fault = Assert.Throws<UserFault>(() => CorpusReader.Read(corpus.Folder).ToList());

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Collection(
            fault.Problems,
            one => Assert.StartsWith($"{file}:4: the transcript of '1-1-4' is not UTF-8", one),
            one => Assert.StartsWith($"{file}:5: the transcript of '1-1-3' is not UTF-8", one));
    }

    [Fact]
    public void Lines_without_their_audio_or_text_are_utterances_that_say_so()
    {
        corpus.Wav("1-1-0.wav", 0.1);
        corpus.Wav("1-1-1.wav", 0.1);
        var file = corpus.Text("1-1.trans.txt", "1-1-0 FINE", "1-1-1", "1-1-2 NO AUDIO");

        var utterances = CorpusReader.Read(corpus.Folder).ToList();

        Assert.Equal([false, false, true], utterances.Select(utterance => utterance.AudioIsMissing));
        Assert.True(utterances is [{ AudioFault: null, TranscriptFault: null }, ..]);
        Assert.StartsWith($"{file}:2: the transcript is empty", utterances[1].TranscriptFault);
        Assert.StartsWith($"{file}:3: audio file {corpus.PathOf("1-1-2.flac")} does not exist", utterances[2].AudioFault);
    }

    [Fact]
    public void The_second_utterance_of_an_id_says_where_the_first_is()
    {
        corpus.Wav("a/1-1-0.wav", 0.1);
        corpus.Wav("b/1-1-0.wav", 0.1);
        var first = corpus.Text("a/1-1.trans.txt", "", "1-1-0 FINE");
        var second = corpus.Text("b/1-1.trans.txt", "1-1-0 FINE");

        var repeated = Assert.Single(CorpusReader.Read(corpus.Folder), utterance => utterance.IdFault is not null);

        Assert.StartsWith($"{second}:1: utterance '1-1-0' is at {first}:2 already", repeated.IdFault);
    }

    [Fact]
    public void Good_utterances_before_a_fault_are_still_given()
    {
        corpus.Wav("1-1-0.wav", 0.1);
        corpus.Text("1-1.trans.txt", "1-1-0 FINE", "1-1-1 \uFFFD");
        using var utterances = CorpusReader.Read(corpus.Folder).GetEnumerator();

        Assert.True(utterances.MoveNext());
        Assert.Throws<UserFault>(() => utterances.MoveNext());
    }

    [Fact]
    public void Audio_that_cannot_be_read_is_left_to_the_check()
    {
        corpus.Bytes("1-1-0.flac", "no audio at all, but some text"u8.ToArray());
        corpus.Text("1-1.trans.txt", "1-1-0 FINE");

        var utterance = Assert.Single(CorpusReader.Read(corpus.Folder));

        Assert.Contains("1-1-0.flac", utterance.AudioFault);
        Assert.Equal(0, utterance.Seconds);
    }

    [Fact]
    public void A_folder_of_audio_alone_is_told_of_the_layout_and_of_transcribing()
    {
        corpus.Wav("here/one.wav", 0.1);

        var fault = Assert.Throws<UserFault>(() => CorpusReader.Read(corpus.Folder));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Contains("LibriSpeech layout", fault.Message);
        Assert.Contains("asr transcribe", fault.Message);
    }

    [Fact]
    public void An_empty_folder_is_told_of_the_layout_and_not_of_transcribing()
    {
        var fault = Assert.Throws<UserFault>(() => CorpusReader.Read(corpus.Folder));

        Assert.Contains("LibriSpeech layout", fault.Message);
        Assert.DoesNotContain("asr transcribe", fault.Message);
    }

    [Fact]
    public void A_folder_with_a_manifest_points_to_it()
    {
        var manifest = corpus.Text("train.csv", "audio,text");

        Assert.Contains(manifest, Assert.Throws<UserFault>(() => CorpusReader.Read(corpus.Folder)).Message);
    }

    [Fact]
    public void Transcripts_without_any_audio_are_one_fault_and_not_thousands()
    {
        corpus.Text("1-1.trans.txt", [.. Enumerable.Range(0, 50).Select(i => $"1-1-{i} TEXT")]);

        var fault = Assert.Throws<UserFault>(() => CorpusReader.Read(corpus.Folder));

        Assert.Contains("no audio", Assert.Single(fault.Problems));
    }

    [Fact]
    public void Links_are_followed_but_each_real_folder_is_read_once()
    {
        using var elsewhere = new TemporaryCorpus();
        foreach (var (place, id) in new[] { (corpus, "set/1/2/1-2-0"), (elsewhere, "3/4/3-4-0") })
        {
            place.Wav($"{id}.wav", 0.5);
            place.Text($"{id[..^2]}.trans.txt", $"{Path.GetFileName(id)} YES");
        }

        Directory.CreateSymbolicLink(corpus.PathOf("set/1/again"), "../../set");
        Directory.CreateSymbolicLink(corpus.PathOf("alias"), "set/1");
        Directory.CreateSymbolicLink(corpus.PathOf("linked"), elsewhere.Folder);
        Directory.CreateSymbolicLink(elsewhere.PathOf("back"), corpus.Folder);

        Assert.Equal(
            [corpus.PathOf("linked/3/4/3-4-0.wav"), corpus.PathOf("set/1/2/1-2-0.wav")],
            CorpusReader.Read(corpus.Folder).Select(utterance => utterance.AudioPath));
    }

    internal static string RealSpeech([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../fixtures/speech"));
}
