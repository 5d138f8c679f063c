using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsrTrainer.Tests;

public sealed partial class ArchitectureTests
{
    private const int FileLines = 400;
    private const int MethodLines = 60;

    private static readonly int LineCharacters = int.Parse(
        LongestLine().Match(File.ReadAllText(Path.Combine(RepositoryFiles.Root, ".editorconfig"))).Groups[1].ValueSpan);

    [Theory]
    [InlineData("Torch")]
    [InlineData("AsrTrainer.Speech")]
    [InlineData("AsrTrainer.Neural")]
    [InlineData("AsrTrainer")]
    public void A_folder_uses_only_the_folders_below_it(string project) => None(RoomUses.Forbidden(project));

    [Fact]
    public void Every_folder_of_the_product_is_one_that_the_design_names() => None(
        SourceTree.Product
            .Where(file => !Rooms.Knows(file.Project, file.Room))
            .Select(file => $"{file.Path}: the folder {file.Room} of {file.Project} is not in {nameof(Rooms)}.cs"));

    [Fact]
    public void A_namespace_is_the_path_of_its_folder() => None(
        from file in SourceTree.Product.Concat(SourceTree.Tests)
        where file.Project is not ("Torch" or "AsrTrainer.Torch.Tests") // TorchSharp's namespaces, which are PyTorch's modules.
        from declared in file.Tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        let expected = string.Join('.', [RootNamespace(file.Project), .. file.Room.Split('/', StringSplitOptions.RemoveEmptyEntries)])
        where declared.Name.ToString() != expected
        select $"{file.Path}: namespace {declared.Name}, expected {expected}");

    [Fact]
    public void Native_libraries_are_called_from_their_rooms_only_and_the_systems_own_for_files() => None(
        from file in SourceTree.Product
        where (file.Project, file.Room) is not (("Torch", "Interop") or ("AsrTrainer.Speech", "Audio"))
        from attribute in file.Tree.GetRoot().DescendantNodes().OfType<AttributeSyntax>()
        where attribute.Name.ToString() is "LibraryImport" or "DllImport"
        where (file.Project, file.Room, Library(attribute)) is not ("AsrTrainer.Speech", "Files", "\"libc\"")
        select $"{file.Path}: {attribute.Name} {Library(attribute)}");

    private static string? Library(AttributeSyntax attribute) => attribute.ArgumentList?.Arguments.FirstOrDefault()?.ToString();

    [Fact]
    public void No_name_says_nothing() => None(
        from file in SourceTree.Product.Concat(SourceTree.Tests)
        where !IsTorchSharpsOwnName(file)
        from name in file.Tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            .Select(type => type.Identifier.Text)
            .Append(Path.GetFileNameWithoutExtension(file.Path))
            .Concat(file.Room.Split('/'))
            .Distinct()
        where EmptyWord().IsMatch(name)
        select $"{file.Path}: {name}");

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold() => None(
        from file in SourceTree.Product.Concat(SourceTree.Tests)
        let lines = file.Tree.GetText().Lines.Count - 1
        where lines > FileLines
        select $"{file.Path}: {lines} lines, at most {FileLines}");

    [Fact]
    public void No_method_is_longer_than_a_reader_can_hold() => None(
        from file in SourceTree.Product.Concat(SourceTree.Tests)
        from method in file.Tree.GetRoot().DescendantNodes()
        where method is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
        let span = method.GetLocation().GetLineSpan()
        let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
        where lines > MethodLines
        select $"{file.Path}({span.StartLinePosition.Line + 1}): {lines} lines, at most {MethodLines}");

    [Fact]
    public void No_line_is_longer_than_editorconfig_says() => None(
        from path in SourceTree.Files("src").Concat(SourceTree.Files("tests")).Concat(SourceTree.Files("scripts"))
        where Path.GetExtension(path) is ".cs" or ".cpp" or ".h" or ".py" or ".sh"
        from line in File.ReadLines(Path.Combine(RepositoryFiles.Root, path)).Index()
        where line.Item.Length > LineCharacters && !IsHelp(path, line.Item)
        select $"{path}({line.Index + 1}): {line.Item.Length} characters, at most {LineCharacters}");

    [Fact]
    public void Test_folders_mirror_source_folders() => None(
        from file in SourceTree.Tests
        let product = file.Project == "AsrTrainer.Torch.Tests" ? "Torch" : file.Project.Replace(".Tests", "", StringComparison.Ordinal)
        where file.Room.Length > 0 && !Directory.Exists(Path.Combine(RepositoryFiles.Root, "src", product, file.Room))
        select $"{file.Path}: there is no src/{product}/{file.Room}");

    [Fact]
    public void A_test_class_is_named_as_its_file() => None(
        from file in SourceTree.Tests
        from type in file.Tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>()
        where type.DescendantNodes().OfType<AttributeSyntax>().Any(attribute => attribute.Name.ToString() is "Fact" or "Theory")
        let name = Path.GetFileName(file.Path).Split('.')[0]
        where type.Identifier.Text != name || !name.EndsWith("Tests", StringComparison.Ordinal)
        select $"{file.Path}: {type.Identifier.Text}");

    [Fact]
    public void The_test_itself_sees_a_forbidden_use()
    {
        Assert.False(Rooms.MayUse("AsrTrainer.Speech", "Audio", "Batching"));
        Assert.False(Rooms.MayUse("AsrTrainer.Speech", "Audio", "Text"));
        Assert.True(Rooms.MayUse("AsrTrainer.Speech", "Batching", "Audio"));
        Assert.True(Rooms.MayUse("AsrTrainer.Speech", "Audio", "Audio"));
    }

    // A script's opening comment is its help, printed as it stands.
    private static bool IsHelp(string path, string line) => path.EndsWith(".sh", StringComparison.Ordinal) && line.StartsWith('#');

    // The types of the binding are TorchSharp's public names; what is ours in it follows the rule.
    private static bool IsTorchSharpsOwnName(SourceFile file) => file.Project == "Torch" && file.Room != "BeyondTorchSharp";

    private static string RootNamespace(string project) => project;

    private static void None(IEnumerable<string> violations)
    {
        string all = string.Join('\n', violations);
        Assert.True(all.Length == 0, all);
    }

    [GeneratedRegex(@"^max_line_length = (\d+)$", RegexOptions.Multiline)]
    private static partial Regex LongestLine();

    [GeneratedRegex("(Manager|Helper|Utils?|Common|Misc|Core|Internal|Base)s?(?![a-z])")]
    private static partial Regex EmptyWord();
}
