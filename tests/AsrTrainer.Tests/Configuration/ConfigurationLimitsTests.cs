using AsrTrainer.Configuration;
using AsrTrainer.Speech.Faults;
using Fuzzing;

namespace AsrTrainer.Tests.Configuration;

/// <summary>Configurations that are made to take time or memory.</summary>
[Collection(Fuzz.Collection)]
public sealed class ConfigurationLimitsTests
{
    public static TheoryData<string, string> Costly => new()
    {
        { "brackets", "a: " + new string('[', 500_000) },
        { "braces", string.Concat(Enumerable.Repeat("{a: ", 200_000)) },
        { "indents", string.Concat(Enumerable.Range(0, 1000).Select(depth => new string(' ', depth) + "a:\n")) },
        { "dashes", string.Concat(Enumerable.Repeat("- ", 500_000)) },
        { "a long key", $"{new string('k', 900)}: 1\n? {new string('q', 900_000)}\n: 2\n" },
        { "many keys", string.Concat(Enumerable.Range(0, 80_000).Select(i => $"key{i:D6}: 1\n")) },
        { "many keys of a section", "training:\n" + string.Concat(Enumerable.Range(0, 80_000).Select(i => $" e{i:D6}: 1\n")) },
        { "one key again and again", string.Concat(Enumerable.Repeat("seed: 1\n", 100_000)) },
        { "a long text", $"text: {{alphabet: \"{new string('a', 1_000_000)}\"}}\n" },
        { "a long list", $"augmentation: {{speed_factors: [{string.Join(",", Enumerable.Repeat("1", 400_000))}]}}\n" },
        { "tags", string.Concat(Enumerable.Repeat("!!a ", 200_000)) + "x" },
        { "aliases", "a: &a [x, x]\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"b{i}: [*a, *a]\n")) },
        { "quotes", "a: \"" + string.Concat(Enumerable.Repeat("\\x41", 200_000)) + "\"\n" },
        { "comments", string.Concat(Enumerable.Repeat("#\n", 500_000)) },
    };

    [Theory]
    [MemberData(nameof(Costly))]
    public void Nothing_in_a_configuration_takes_long_or_much(string what, string yaml)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("x.yaml");
        File.WriteAllText(path, yaml);
        TimeSpan began = Environment.CpuUsage.TotalTime;
        long before = GC.GetAllocatedBytesForCurrentThread();
        UserFault fault = Assert.Throws<UserFault>(() => ConfigurationLoader.Load<AsrConfiguration>(path, []));
        Assert.Equal(ExitCode.Configuration, fault.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000_000);
        double seconds = (Environment.CpuUsage.TotalTime - began).TotalSeconds;
        Assert.True(seconds < 5, $"{what}: {seconds:F1} s of the processors");
        Assert.InRange(fault.Problems.Count, 1, 101);
    }

    [Fact]
    public void Of_very_many_problems_the_first_hundred_are_shown_and_the_others_counted()
    {
        string yaml = string.Concat(Enumerable.Range(0, 130).Select(i => $"key{i}: 1\n")) + "data: {train: x}\n";
        UserFault fault = Assert.Throws<UserFault>(() => ConfigurationLoader.Bind<AsrConfiguration>(yaml, "x.yaml", []));
        Assert.Equal(101, fault.Problems.Count);
        Assert.StartsWith("x.yaml:100: key99: unknown key", fault.Problems[99]);
        Assert.Equal("30 more problems, 130 in all; the first 100 are shown", fault.Problems[100]);
    }

    [Fact]
    public void A_file_that_is_no_configuration_is_not_read_to_its_end()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("large.yaml");
        using (FileStream file = File.Create(path))
        {
            file.SetLength(3L << 30);
        }

        UserFault fault = Assert.Throws<UserFault>(() => ConfigurationLoader.Load<AsrConfiguration>(path, []));
        Assert.Equal($"{path}: is longer than 1048576 bytes; name a YAML file, for example configs/quickstart.yaml", fault.Message);
    }

    [Fact]
    public void A_device_is_no_configuration()
    {
        UserFault fault = Assert.Throws<UserFault>(() => ConfigurationLoader.Load<AsrConfiguration>("/dev/zero", []));
        Assert.Equal("/dev/zero: cannot be read: it is a pipe or a device, and a file is needed here", fault.Message.TrimEnd('.'));
    }
}
