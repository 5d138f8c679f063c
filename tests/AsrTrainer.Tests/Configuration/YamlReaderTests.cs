using System.Diagnostics;
using AsrTrainer.Configuration;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Tests.Configuration;

public sealed class YamlReaderTests
{
    [Fact]
    public async Task A_pipe_that_nobody_writes_to_is_refused_without_waiting()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("pipe.yaml");
        using (var make = Process.Start("mkfifo", [path]))
        {
            await make.WaitForExitAsync();
        }

        UserFault fault = await Assert.ThrowsAsync<UserFault>(
            () => Task.Run(() => YamlReader.ReadFile(path)).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(ExitCode.Configuration, fault.Code);
        Assert.StartsWith($"{path}: cannot be read: ", fault.Message);
    }

    [Theory]
    [InlineData("", "x.yaml: is empty; a configuration is a mapping of keys")]
    [InlineData("# nothing yet\n", "x.yaml: is empty; a configuration is a mapping of keys")]
    [InlineData("- a\n", "x.yaml:1: a configuration is a mapping of keys, but this is a list")]
    [InlineData("words\n", "x.yaml:1: a configuration is a mapping of keys, but this is words")]
    [InlineData("a: 1\n---\nb: 2\n", "x.yaml:2: a second document; one file holds one configuration")]
    [InlineData("a: &one 1\nb: *one\n", "x.yaml:1: anchors, aliases and tags (&, *, !) are not allowed; write the value out")]
    [InlineData("a: 1\nb: !!python/object 2\n", "x.yaml:2: anchors, aliases and tags (&, *, !) are not allowed; write the value out")]
    [InlineData("a: 1\n[b]: 2\n", "x.yaml:2: a key must be a word, but this is a list")]
    public void What_is_not_one_plain_mapping_is_refused(string yaml, string problem) => Assert.Equal(problem, ProblemOf(yaml));

    [Theory]
    [InlineData("a: 1\nb: [1, 2\n", "x.yaml:3: is not valid YAML: ", "")]
    [InlineData("a: 1\n\tb: 2\n", "x.yaml:1: is not valid YAML: ", " (noticed in line 2)")]
    [InlineData("a: 1\nb: \"open\nc: 2\n", "x.yaml:2: is not valid YAML: ", " (noticed in line 3)")]
    public void Broken_yaml_names_the_lines(string yaml, string start, string end)
    {
        string problem = ProblemOf(yaml);
        Assert.StartsWith(start, problem);
        Assert.EndsWith(end, problem);
    }

    [Theory]
    [InlineData("data:\n  train: [sp\nmodel: {")]
    [InlineData("data: {train: [sp")]
    [InlineData("a: [{b: [")]
    public void Text_cut_off_inside_brackets_is_not_valid_yaml(string yaml) => Assert.Matches(@"^x\.yaml:\d+: .*YAML", ProblemOf(yaml));

    [Fact]
    public void A_configuration_cut_off_anywhere_is_read_or_refused_but_never_a_fault_of_the_program()
    {
        const string Yaml = "data: {train: [a, 'b c'], dev: {x: \"y\\u0041\"}}\nmodel:\n  - {k: [1, {l: 2}]}\n  - |\n    text\n? q\n: r\n";
        for (int length = 0; length <= Yaml.Length; length++)
        {
            foreach (string text in (string[])[Yaml[..length], Yaml[length..], Yaml[..length] + "\n" + Yaml[(length / 2)..]])
            {
                Exception? exception = Record.Exception(() => YamlReader.ReadMapping(text, "x.yaml"));
                Assert.True(exception is null or UserFault, $"{text}\n{exception}");
            }
        }
    }

    [Fact]
    public void Nesting_without_end_is_refused() =>
        Assert.Equal("x.yaml:1: nested more than 32 deep", ProblemOf("a: " + new string('[', 4000)));

    [Fact]
    public void Nodes_know_their_line()
    {
        MappingNode root = YamlReader.ReadMapping("a: 1\n\n# why\nb:\n  c: x\n", "x.yaml");
        Assert.Equal([1, 4], root.Entries.Select(entry => entry.Origin.Line));
        Assert.Equal(5, Assert.IsType<MappingNode>(root.Entries[1].Value).Entries[0].Origin.Line);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_told_apart()
    {
        Assert.StartsWith("no/such.yaml: no such file; ", Fault(() => YamlReader.ReadFile("no/such.yaml")).Message);
        Assert.StartsWith($"{AppContext.BaseDirectory}: is a folder; ", Fault(() => YamlReader.ReadFile(AppContext.BaseDirectory)).Message);
    }

    private static string ProblemOf(string yaml) => Fault(() => YamlReader.ReadMapping(yaml, "x.yaml")).Message;

    private static UserFault Fault(Action action)
    {
        UserFault fault = Assert.Throws<UserFault>(action);
        Assert.Equal(ExitCode.Configuration, fault.Code);
        return fault;
    }
}
