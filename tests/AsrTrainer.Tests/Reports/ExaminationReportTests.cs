using System.Diagnostics;
using System.Text;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Tests.Reports;

public sealed class ExaminationReportTests
{
    [Fact]
    public void Errors_come_first_each_reason_with_its_count_and_first_example()
    {
        Assert.Equal(
            """
            train: 1 of 4 utterances usable, 1 left out by choice, 1.5 s of audio
            dev: 1 of 1 utterance usable, 2.0 min of audio

            severity  reason                      count  example
            error     unknown-characters              2  a: U+00E9 'é'
            error     silent-audio                    1  c: -72.3 dBFS
            left-out  too-long                        1  d: 31 s
            warning   clipped-audio                   1  good: 3.2 %

            characters outside the alphabet:
              U+00E9 'é': 3 times, first in a of train
            """,
            ExaminationReport.Of([Train, new CheckedCorpus("dev", [Spoken("e", 120)], [])]));
    }

    [Fact]
    public void Long_ids_and_values_stay_within_80_columns()
    {
        var corpus = new CheckedCorpus("x", [], [
            new DroppedUtterance($"{new string('f', 200)}/end", "p", FindingReason.UnknownCharacters, "r") { Value = new string('v', 200) },
            new DroppedUtterance($"{new string('f', 200)}/end", "p", FindingReason.SilentAudio, "r") { Value = "-70.0 dBFS" },
        ]);
        string[] rows = ExaminationReport.Of([corpus]).Split('\n')[3..];
        Assert.All(rows, row => Assert.Equal(80, row.Length));
        Assert.EndsWith($"/end: {new string('v', 15)}…", rows[0]);
        Assert.EndsWith("ff/end: -70.0 dBFS", rows[1]);
    }

    [Fact]
    public void A_clean_corpus_is_two_lines() => Assert.Equal(
        "dev: 1 of 1 utterance usable, 2.0 s of audio\nnothing was found",
        ExaminationReport.Of([new CheckedCorpus("dev", [Spoken("e", 2)], [])]));

    [Fact]
    public void The_table_of_findings_has_a_row_for_each_and_texts_survive()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("findings.csv");
        FindingTable.Write(path, Train.Findings);
        Assert.Equal(
            "severity,reason,value,utterance,path,corpus,detail\n"
            + "error,unknown-characters,U+00E9 'é',a,a.wav,train,\"\"\"é\"\" is, well, unknown\"\n"
            + "error,unknown-characters,U+00E9 'é',b,b.wav,train,unknown\n"
            + "error,silent-audio,-72.3 dBFS,c,c.wav,train,too silent\n"
            + "left-out,too-long,31 s,d,d.wav,train,too long\n"
            + "warning,clipped-audio,3.2 %,good,good.wav,train,too loud\n",
            File.ReadAllText(path));
        Assert.Equal(Train.Findings, FindingTable.Read(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("severity,reason\n")]
    [InlineData("severity,reason,value,utterance,path,corpus,detail\nerror,new-reason,,a,a.wav,train,x\n")]
    [InlineData("severity,reason,value,utterance,path,corpus,detail\nerror,silent-audio,,a\n")]
    public void A_file_that_is_no_table_of_findings_is_not_taken_for_one(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("findings.csv"), text);
        Assert.Null(FindingTable.Read(folder.File("findings.csv")));
    }

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        using var folder = new TemporaryFolder();
        string pipe = folder.File("pipe");
        using (var make = Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync();
        }

        await Assert.ThrowsAsync<IOException>(() => Task.Run(() => FindingTable.Read(pipe)).WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private static CheckedCorpus Train { get; } = new(
        "train",
        [Spoken("good", 1.5)],
        [
            Dropped("a", FindingReason.UnknownCharacters, "U+00E9 'é'", "\"é\" is, well, unknown"),
            Dropped("b", FindingReason.UnknownCharacters, "U+00E9 'é'", "unknown"),
            Dropped("c", FindingReason.SilentAudio, "-72.3 dBFS", "too silent"),
        ])
    {
        LeftOut = [Dropped("d", FindingReason.TooLong, "31 s", "too long")],
        Warnings = [new Finding(Severity.Warning, FindingReason.ClippedAudio, "3.2 %", "good", "good.wav", "train", "too loud")],
        UnknownCharacters = [new UnknownCharacter(new Rune('é'), 3, "a")],
    };

    private static Utterance Spoken(string id, double seconds) => new(id, $"{id}.wav", "yes", seconds, null);

    private static DroppedUtterance Dropped(string id, FindingReason kind, string value, string reason) =>
        new(id, $"{id}.wav", kind, reason) { Value = value };
}
