using System.Text.RegularExpressions;

namespace AsrTrainer.Tests;

public sealed partial class SourceMapTests
{
    /// <summary>The map has a line for each file, <c>- `File.cs`: what it is</c>, below a heading for each folder.</summary>
    [Fact]
    public void The_map_names_every_source_file_and_nothing_else()
    {
        string[] mapped = [.. MappedFiles().Order(StringComparer.Ordinal)];
        string[] onDisk = [.. SourceTree.Files("src").Select(path => path["src/".Length..]).Where(path => path != "README.md")];
        Assert.Empty(onDisk.Except(mapped).Select(path => $"add to src/README.md: {path}"));
        Assert.Empty(mapped.Except(onDisk).Select(path => $"remove from src/README.md: {path}"));
        Assert.Equal(onDisk.Length, mapped.Length);
    }

    private static IEnumerable<string> MappedFiles()
    {
        string folder = "";
        foreach (string line in File.ReadLines(Path.Combine(RepositoryFiles.Root, "src", "README.md")))
        {
            if (Heading().Match(line) is { Success: true } heading)
            {
                folder = heading.Groups[1].Value;
            }
            else if (Entry().Match(line) is { Success: true } entry)
            {
                yield return folder + entry.Groups[1].Value;
            }
        }
    }

    [GeneratedRegex("^#+ `(.*/)`")]
    private static partial Regex Heading();

    [GeneratedRegex("^- `([^`]+)`: .")]
    private static partial Regex Entry();
}
