using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsrTrainer.Tests;

/// <summary>The repository's own sources, parsed.</summary>
internal static class SourceTree
{
    /// <summary>Every C# file of the product.</summary>
    public static IReadOnlyList<SourceFile> Product { get; } = Read("src");

    /// <summary>Every C# file of the tests.</summary>
    public static IReadOnlyList<SourceFile> Tests { get; } = Read("tests");

    /// <summary>All files below a folder of the repository, without what builds leave behind; paths with forward slashes.</summary>
    public static IEnumerable<string> Files(string folder) => Directory
        .EnumerateFiles(Path.Combine(RepositoryFiles.Root, folder), "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(RepositoryFiles.Root, path).Replace('\\', '/'))
        .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal);

    private static List<SourceFile> Read(string folder) =>
    [
        .. Files(folder).Where(path => path.EndsWith(".cs", StringComparison.Ordinal)).Select(path =>
        {
            string text = File.ReadAllText(Path.Combine(RepositoryFiles.Root, path));
            return new SourceFile(path, CSharpSyntaxTree.ParseText(text, SourceFile.ParseOptions, path));
        }),
    ];
}

/// <summary>One parsed file.</summary>
/// <param name="Path">Relative to the repository: <c>src/AsrTrainer.Speech/Audio/Resampler.cs</c>.</param>
/// <param name="Tree">Its syntax.</param>
internal sealed record SourceFile(string Path, SyntaxTree Tree)
{
    /// <summary>The language as the build has it.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Preview, DocumentationMode.None);

    /// <summary><c>AsrTrainer.Speech</c>.</summary>
    public string Project => Path.Split('/')[1];

    /// <summary>The folder inside the project, <c>Audio</c>; empty for a file at its top.</summary>
    public string Room => string.Join('/', Path.Split('/')[2..^1]);
}
