using System.Text;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Faults;
using Fuzzing;

namespace AsrTrainer.Speech.Tests.Corpora;

[Collection(Fuzz.Collection)]
public sealed class ManifestFuzzTests : IDisposable
{
    private readonly TemporaryCorpus corpus = new();

    public ManifestFuzzTests()
    {
        corpus.Wav("a.wav", 0.1);
        corpus.Wav("b/c.wav", 0.1);
    }

    public void Dispose() => corpus.Dispose();

    [Fact]
    [Trait("Reader", "csv")]
    public void A_damaged_CSV_manifest_is_read_or_refused() => Run(
        "csv",
        corpus.PathOf("m.csv"),
        corpus.PathOf("m.csv"),
        [
            "audio,text\na.wav,one two\nb/c.wav,\"three, \"\"four\"\"\"\n",
            "\uFEFFid,wav_filename,transcript,duration,speaker\r\n"
            + "1,a.wav,eins zwei drei,0.1,x\r\n2,b/c.wav,\"vier \",1e-1,y\r\n3,d.wav,Äpfel,2,\r\n",
        ]);

    [Fact]
    [Trait("Reader", "tsv")]
    public void A_damaged_TSV_manifest_is_read_or_refused() => Run(
        "tsv",
        corpus.PathOf("m.tsv"),
        corpus.PathOf("m.tsv"),
        ["path\ttext\tduration\na.wav\tone \"two\"\t0.1\nb/c.wav\tthree\t\n", "TEXT\tAUDIO\nx y\ta.wav\n"]);

    [Fact]
    [Trait("Reader", "jsonlines")]
    public void A_damaged_manifest_of_JSON_lines_is_read_or_refused() => Run(
        "jsonlines",
        corpus.PathOf("m.jsonl"),
        corpus.PathOf("m.jsonl"),
        [
            """
            {"audio_filepath": "a.wav", "text": "one two", "duration": 0.1}
            {"audio_filepath": "b/c.wav", "text": "\u00e4 \ud83d\ude00 \"\\", "offset": 0, "speaker": 7, "more": {"deep": [[1, 2], {}]}}

            {"audio": "d.wav", "transcript": "", "id": "x", "duration": null}
            """,
            "{\"audio\":\"a.wav\",\"text\":\"x\"}\r\n",
        ]);

    [Fact]
    [Trait("Reader", "transcripts")]
    public void A_damaged_transcript_file_of_LibriSpeech_is_read_or_refused()
    {
        corpus.Wav("libri/1/2/1-2-0001.wav", 0.1);
        corpus.Wav("libri/1/2/1-2-0002.wav", 0.1);
        Run(
            "transcripts",
            corpus.PathOf("libri"),
            corpus.PathOf("libri/1/2/1-2.trans.txt"),
            ["1-2-0001 ONE TWO\n1-2-0002 THREE\n", "1-2-0001\tONE'S\r\n\r\n1-2-0002 \u00c4\r\n1-2-0003 GONE\r\n"]);
    }

    private static void Run(string reader, string opened, string path, string[] good) => Fuzz.Run(new FuzzedReader
    {
        Name = reader,
        Path = path,
        Good = [.. good.Select(Encoding.UTF8.GetBytes)],
        Read = () => CorpusReader.Read(opened).Count(),
        Refuses = fault => fault is UserFault { Code: ExitCode.Data },
    });
}
