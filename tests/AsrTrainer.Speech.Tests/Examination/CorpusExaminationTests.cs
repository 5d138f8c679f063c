using System.Text;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Examination;
using AsrTrainer.Speech.Tests.Audio;
using AsrTrainer.Speech.Tests.Corpora;
using AsrTrainer.Speech.Text;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Speech.Tests.Examination;

public sealed class CorpusExaminationTests : IDisposable
{
    private const string Header = "id,audio,text,speaker,duration";

    private static readonly string[] Expected =
    [
        "Error missing-audio train/gone: ",
        "Error undecodable-audio train/text: ",
        "Error undecodable-audio train/cut: ",
        "Error empty-audio train/void: ",
        "Error empty-audio train/none: ",
        "Error empty-transcript train/untold: ",
        "Error unknown-characters train/foreign: U+0034 '4'",
        "Error too-short-for-transcript train/rushed: 11 of 20 frames",
        "Error too-short-for-transcript train/shorter: 6 of 20 frames",
        "Error longer-than-declared train/longer: 2 s for 0.5 s",
        "Error silent-audio train/silent: -70.3 dBFS",
        "Error silent-audio train/dead: digital silence",
        "Error duplicate-id train/good: ",
        "LeftOut too-short train/blip: 0.05 s",
        "LeftOut too-long train/lecture: 5 s",
        "Warning shorter-than-declared train/promised: 1 s for 3 s",
        "Warning clipped-audio train/clipped: 100 %",
        "Warning low-sample-rate train/slow: 8000 Hz",
        "Warning mixed-sample-rates train/mixed: 44100 Hz",
        "Warning speaking-rate train/hasty: 39.0 characters/s",
        "Warning same-audio train/same: good",
        "Warning not-nfc train/parts: U+0065 U+0301",
        "Warning byte-order-mark train/: line 1",
        "Warning crlf train/: line 1",
        "Warning speaker-overlap dev/heard: speaker anna",
        "Warning sentence-overlap dev/heard: train: good",
        "Warning silent-audio dev/quiet: -70.3 dBFS",
    ];

    private static readonly CorpusCheckOptions ForScoring = new()
    {
        Alphabet = new Alphabet(Alphabet.English.Characters + "é"),
        Normalizer = TranscriptNormalizer.LowerCase,
    };

    // 50 model frames in a second.
    private static readonly CorpusCheckOptions ForTraining = ForScoring with
    {
        Timing = new FrameTiming(16_000, 160, 2),
        MinSeconds = 0.1,
        MaxSeconds = 4,
    };

    private readonly TemporaryCorpus files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Each_case_is_found_once_with_its_reason_and_value()
    {
        var (train, dev) = OneOfEach();

        var examined = Examination().Run([Read("train", train, trained: true), Read("dev", dev, trained: false)]);

        Assert.Equal(
            Expected.Order(),
            examined.SelectMany(corpus => corpus.Findings)
                .Select(one => $"{one.Severity} {FindingReasons.NameOf(one.Reason)} {one.Corpus}/{one.UtteranceId}: {one.Value}").Order());
        Assert.Equal(
            ["good", "promised", "clipped", "slow", "mixed", "parts", "same", "hasty"],
            examined[0].Utterances.Select(utterance => utterance.Id));
        Assert.Equal(["heard", "quiet"], examined[1].Utterances.Select(utterance => utterance.Id));
        Assert.Equal(11.0, examined[0].Seconds, 1e-9);
        Assert.Equal([(0x34, 2L)], examined[0].UnknownCharacters.Select(one => (one.Character.Value, one.Count)));
        Assert.All(examined.SelectMany(corpus => corpus.Findings), finding => Assert.NotEqual("", finding.Detail));
    }

    [Fact]
    public void Every_reason_has_a_case_here() => Assert.Equal(
        Enum.GetValues<FindingReason>().Select(FindingReasons.NameOf).Order(),
        Expected.Select(line => line.Split(' ')[1]).Distinct().Order());

    [Fact]
    public void Real_speech_is_clean()
    {
        var corpus = Assert.Single(Examination().Run([Read("speech", RealSpeech(), trained: true)]));

        Assert.Empty(corpus.Findings);
        Assert.Equal(10, corpus.Utterances.Count);
    }

    [Fact]
    public void What_is_found_does_not_depend_on_threads_or_on_what_is_remembered()
    {
        var (train, dev) = OneOfEach();
        foreach (var i in Enumerable.Range(0, 100))
        {
            File.AppendAllText(train, $"more{i},{Age(files.Bytes($"more/{i}.wav", Noise.Wav(1000 + (i % 60), 0.5)))},yes,,\r\n");
        }

        IReadOnlyList<CheckedCorpus> Run(CorpusExamination examination) =>
            examination.Run([Read("train", train, trained: true), Read("dev", dev, trained: false)]);

        var cached = Examination(cache: files.PathOf("cache"));
        var first = Run(cached);
        Assert.True(cached.DecodedFiles > 100);
        var second = Run(cached);

        // A file that cannot be used is looked at each time, and so are the two of the small corpus.
        Assert.Equal(3, cached.DecodedFiles);
        foreach (var other in (IReadOnlyList<CheckedCorpus>[])[second, Run(Examination(workers: 1)), Run(Examination(workers: 7))])
        {
            Assert.Equal(first.SelectMany(corpus => corpus.Findings), other.SelectMany(corpus => corpus.Findings));
            Assert.Equal(first.SelectMany(corpus => corpus.Utterances), other.SelectMany(corpus => corpus.Utterances));
        }
    }

    [Fact]
    public void What_was_found_before_an_interruption_is_kept()
    {
        var manifest = files.Text(
            "many.csv",
            [
                "audio,text",
                .. Enumerable.Range(0, 300).Select(i => $"{Age(files.Bytes($"many/{i}.wav", Noise.Wav(i, 0.2)))},yes"),
            ]);
        using var stop = new CancellationTokenSource();
        var interrupted = Examination(cache: files.PathOf("cache"), report: progress =>
        {
            if (progress.Files == 150)
            {
                stop.Cancel();
            }
        });
        Assert.Throws<OperationCanceledException>(() => interrupted.Run([Read("many", manifest, trained: true)], stop.Token));

        var again = Examination(cache: files.PathOf("cache"));
        Assert.Empty(Assert.Single(again.Run([Read("many", manifest, trained: true)])).Findings);

        Assert.InRange(again.DecodedFiles, 1, 150);
    }

    [Fact]
    public void Progress_counts_files_and_seconds_up_to_all_of_them()
    {
        var manifest = files.Text(
            "few.csv", ["audio,text", .. Enumerable.Range(0, 5).Select(i => $"{files.Bytes($"few/{i}.wav", Noise.Wav(i, 0.5))},yes")]);
        List<ExaminationProgress> seen = [];

        Examination(report: seen.Add).Run([Read("few", manifest, trained: true)]);

        Assert.Equal(Enumerable.Range(0, 6).Select(i => new ExaminationProgress(i, 5, i * 0.5, 2.5)), seen);
    }

    private (string Train, string Dev) OneOfEach()
    {
        var flac = TemporaryAudio.Flac();
        string[] rows =
        [
            Row("good", Noise.Wav(1, 1), "Go on now", "anna"),
            "gone,clips/gone.wav,yes,,",
            Row("text", "no audio at all"u8.ToArray(), "yes"),
            Row("cut", flac[..(flac.Length / 2)], "yes"),
            Row("void", [], "yes"),
            Row("none", WavBytes.File([], 16_000, 1, 16), "yes"),
            Row("untold", Noise.Wav(2, 1), ""),
            Row("foreign", Noise.Wav(3, 1), "4 or 4"),
            Row("rushed", Noise.Wav(4, 0.2), "far too long to say"),
            Row("shorter", Noise.Wav(5, 0.1), "far too long to say", seconds: "1"),
            Row("longer", Noise.Wav(6, 2), "yes", seconds: "0.5"),
            Row("promised", Noise.Wav(15, 1), "yes", seconds: "3"),
            Row("silent", Noise.Square(10, 1), "yes"),
            Row("dead", Noise.Square(0, 1), "yes"),
            Row("good", Noise.Wav(7, 1), "yes", file: "other"),
            Row("blip", Noise.Wav(8, 0.05), "a"),
            Row("lecture", Noise.Wav(9, 5), "yes, yes"),
            Row("clipped", Noise.Square(32767, 2), "yes"),
            Row("slow", Noise.Wav(10, 1, rate: 8000), "yes"),
            Row("mixed", Noise.Wav(11, 1, rate: 44_100), "yes"),
            Row("parts", Noise.Wav(12, 1), "cafe\u0301 au"),
            Row("same", Noise.Wav(1, 1), "come in"),
            Row("hasty", Noise.Wav(13, 1), "nobody can say as much as this in a sec"),
        ];
        var train = files.Bytes(
            "train.csv", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join("\r\n", [Header, .. rows, ""]))]);
        var dev = files.Text(
            "dev.csv", Header, Row("heard", Noise.Wav(14, 1), "GO ON NOW", "anna"), Row("quiet", Noise.Square(10, 1), "why", "ben"));
        return (train, dev);
    }

    private string Row(string id, byte[] audio, string text, string speaker = "", string seconds = "", string? file = null) =>
        $"{id},{Age(files.Bytes($"clips/{file ?? id}.wav", audio))},\"{text}\",{speaker},{seconds}";

    // What has only just changed is not remembered.
    private static string Age(string path)
    {
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        return path;
    }

    private static CorpusExamination Examination(
        string? cache = null, int workers = 2, Action<ExaminationProgress>? report = null) => new()
        {
            Limits = new ExaminationOptions(),
            SampleRate = 16_000,
            CacheFolder = cache,
            Workers = workers,
            Report = report ?? (_ => { }),
        };

    private static CorpusToExamine Read(string name, string path, bool trained)
    {
        var options = trained ? ForTraining : ForScoring;
        return new CorpusToExamine(CorpusCheck.Find(name, CorpusReader.Read(path), options), path, options, trained);
    }

    private static string RealSpeech([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "fixtures", "speech");
}
