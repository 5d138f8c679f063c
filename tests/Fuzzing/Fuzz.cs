using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Fuzzing;

/// <summary>
/// Has a reader read damaged files. Each must end in a result or in an exception that the reader documents, within 1 GB and two seconds, of
/// the processors where they are busy with other work.
/// <c>ASR_FUZZ_CASES</c> (10,000), <c>ASR_FUZZ_SEED</c> (1) and <c>ASR_FUZZ_FIRST</c> (0) say which files; counts are appended to the file
/// <c>ASR_FUZZ_REPORT</c>. Should a library take the process with it, <c>asr-fuzz-READER.txt</c> in the folder for temporary files says
/// which case it was.
/// </summary>
internal static class Fuzz
{
    /// <summary>The group of these tests: one at a time, for the sake of times and memory.</summary>
    public const string Collection = nameof(Fuzzing);

    private const long MostBytes = 1 << 30;
    private const int FailuresShown = 5;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(60);

    /// <summary>Files to damage: those of a folder of the repository, in the order of their names.</summary>
    public static IEnumerable<byte[]> Files(string folder, string pattern) =>
        Directory.GetFiles(Path.Combine(Root(), folder), pattern).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    /// <summary>
    /// Gives a file another content in place. To empty it first and fill it again has some file systems write it to the disk each time.
    /// </summary>
    public static void Put(string path, ReadOnlySpan<byte> content)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write);
        file.Write(content);
        file.SetLength(content.Length);
    }

    /// <summary>Fails with the first cases that break the promise, each with what it takes to see it again.</summary>
    public static void Run(FuzzedReader reader)
    {
        var run = new FuzzRun(reader, Setting("ASR_FUZZ_SEED", 1), Setting("ASR_FUZZ_FIRST", 0), Setting("ASR_FUZZ_CASES", 10_000));

        // A thread of its own, since one that hangs cannot be stopped.
        var work = Task.Factory.StartNew(run.Work, TaskCreationOptions.LongRunning);
        while (!work.Wait(TimeSpan.FromSeconds(1)))
        {
            Assert.False(run.TimeOfCase > Hanging, $"hangs: {run.Describe()}");
        }

        Report(reader.Name, run);
        Assert.True(run.Failures.Count == 0, string.Join("\n\n", run.Failures));
        Assert.True(run.PeakBytes < MostBytes, $"{reader.Name}: {run.PeakBytes >> 20} MB more than before were in use at once");

        // Where all or none are refused the damage is of the wrong kind. A handful may well be all of one kind.
        Assert.True(run.Cases < 1000 || (run.Accepted > 0 && run.Refused > 0), $"{run.Accepted} read, {run.Refused} refused");
    }

    private static void Report(string name, FuzzRun run)
    {
        if (Environment.GetEnvironmentVariable("ASR_FUZZ_REPORT") is { Length: > 0 } report)
        {
            File.AppendAllText(report, string.Create(
                CultureInfo.InvariantCulture,
                $"{name}\t{run.Cases}\t{run.Accepted}\t{run.Refused}\t{run.Failed}\t{run.Slowest.TotalMilliseconds:F1}\t"
                + $"{run.PeakBytes / 1e6:F1}\t{run.Total.TotalSeconds:F1}\n"));
        }
    }

    private static string Root([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..");

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private sealed class FuzzRun(FuzzedReader reader, int seed, int first, int cases)
    {
        private readonly Mutations mutations = new(seed, reader.Good, reader.HeadBytes);
        private readonly HashSet<string> kinds = [];
        private long began = Stopwatch.GetTimestamp();
        private int current = first;

        public int Cases { get; private set; }

        public int Accepted { get; private set; }

        public int Refused { get; private set; }

        public int Failed { get; private set; }

        public List<string> Failures { get; } = [];

        public TimeSpan Slowest { get; private set; }

        public TimeSpan Total { get; private set; }

        public long PeakBytes { get; private set; }

        public TimeSpan TimeOfCase => Stopwatch.GetElapsedTime(Interlocked.Read(ref began));

        public string Describe() => $"scripts/fuzz.sh --seed {seed} --first {current} --cases 1 {reader.Name}   # the file: {reader.Path}";

        public void Work()
        {
            var marker = Path.Combine(Path.GetTempPath(), $"asr-fuzz-{reader.Name}.txt");
            var started = Stopwatch.GetTimestamp();
            ResidentMemory.ForgetPeak();
            var before = ResidentMemory.PeakBytes();
            using (var mark = new StreamWriter(marker) { AutoFlush = true })
            {
                for (; Cases < cases; Cases++, current++)
                {
                    mark.BaseStream.Position = 0;
                    mark.WriteLine(Describe());
                    var bytes = Damaged();
                    Put(reader.Path, bytes);
                    Try(bytes);
                }
            }

            File.Delete(marker);
            PeakBytes = ResidentMemory.PeakBytes() - before;
            Total = Stopwatch.GetElapsedTime(started);
        }

        private byte[] Damaged() => reader.Restructure is { } restructure && current % 2 == 1
            ? restructure(reader.Good[current / 2 % reader.Good.Count], mutations.RandomOf(current))
            : reader.Seal(mutations.Make(current));

        private void Try(byte[] bytes)
        {
            var allocated = GC.GetTotalAllocatedBytes();
            var busy = Environment.CpuUsage.TotalTime;
            var fault = Read();
            var time = TimeOfCase;
            allocated = GC.GetTotalAllocatedBytes() - allocated;
            busy = Environment.CpuUsage.TotalTime - busy;
            time = busy < time ? busy : time;
            Slowest = time > Slowest ? time : Slowest;
            var finding = fault is not null && !reader.Refuses(fault) ? fault.ToString()
                : time > Slow ? $"took {time.TotalSeconds:F1} s"
                : allocated > MostBytes ? $"asked for {allocated >> 20} MB"
                : null;
            if (finding is not null)
            {
                Fail(finding, bytes);
            }
            else if (fault is null)
            {
                Accepted++;
            }
            else
            {
                Refused++;
            }
        }

        private Exception? Read()
        {
            Interlocked.Exchange(ref began, Stopwatch.GetTimestamp());
            try
            {
                reader.Read();
                return null;
            }
            catch (Exception fault)
            {
                return fault;
            }
        }

        // One of each kind: the exception and where it was thrown.
        private void Fail(string finding, byte[] bytes)
        {
            Failed++;
            var lines = finding.Split('\n');
            var kind = lines[0].Split(':')[0] + Array.Find(lines, line => line.StartsWith("   at ", StringComparison.Ordinal));
            if (Failures.Count < FailuresShown && kinds.Add(kind))
            {
                var copy = Path.Combine(Path.GetTempPath(), $"asr-fuzz-{reader.Name}-{seed}-{current}{Path.GetExtension(reader.Path)}");
                File.WriteAllBytes(copy, bytes);
                Failures.Add($"scripts/fuzz.sh --seed {seed} --first {current} --cases 1 {reader.Name}   # the file: {copy}\n{finding}");
            }
        }
    }
}

/// <summary>Times and memory are measured: nothing else runs beside these tests.</summary>
[CollectionDefinition(Fuzz.Collection, DisableParallelization = true)]
public sealed class FuzzCollection;
