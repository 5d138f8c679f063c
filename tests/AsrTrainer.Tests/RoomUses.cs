using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsrTrainer.Tests;

/// <summary>
/// Finds every use of one folder's declarations in another folder of the same project, by what names mean rather than by what the
/// using directives say: partial types such as <c>torch</c> are spread over folders.
/// </summary>
internal static class RoomUses
{
    // What the build adds to every file.
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly MetadataReference[] Platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The forbidden uses in one project, each as <c>file(line): Room uses Room's Name</c>.</summary>
    public static IReadOnlyList<string> Forbidden(string project)
    {
        SourceFile[] files = [.. SourceTree.Product.Where(file => file.Project == project)];
        Dictionary<string, string> roomOf = files.ToDictionary(file => file.Path, file => file.Room);
        CSharpCompilation compilation = Compile(project, files);
        return
        [
            .. files.AsParallel().AsOrdered().SelectMany(file =>
            {
                SemanticModel meaning = compilation.GetSemanticModel(file.Tree);
                return Names(file).SelectMany(name => Uses(meaning, file, name, roomOf)).Distinct();
            }),
        ];
    }

    private static CSharpCompilation Compile(string project, SourceFile[] files)
    {
        // Under its own name the project sees the internals that its references grant to it.
        string assembly = project switch { "Torch" => "AsrTrainer.Torch", "AsrTrainer" => "asr", _ => project };
        IEnumerable<MetadataReference> references = Platform.Where(
            reference => Path.GetFileNameWithoutExtension(reference.Display) != assembly);
        SyntaxTree usings = CSharpSyntaxTree.ParseText(ImplicitUsings, SourceFile.ParseOptions);
        return CSharpCompilation.Create(
            assembly,
            [usings, .. files.Select(file => file.Tree)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }

    private static IEnumerable<SimpleNameSyntax> Names(SourceFile file) => file.Tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>();

    private static IEnumerable<string> Uses(
        SemanticModel meaning, SourceFile file, SimpleNameSyntax name, Dictionary<string, string> roomOf)
    {
        ISymbol? symbol = meaning.GetSymbolInfo(name).Symbol?.OriginalDefinition;
        if (symbol is null or INamespaceSymbol or ILocalSymbol or IParameterSymbol or ITypeParameterSymbol or ILabelSymbol)
        {
            yield break;
        }

        // A partial type is used legally when any part of it may be used; its members are looked at by themselves.
        IEnumerable<Location> places = symbol.Locations.Where(place => place.IsInSource);
        string[] rooms = [.. places.Select(place => roomOf[place.SourceTree!.FilePath]).Distinct()];
        if (rooms.Length > 0 && !rooms.Any(room => Rooms.MayUse(file, room)))
        {
            int line = name.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
            yield return $"{file.Path}({line}): {file.Room} may not use {rooms[0]}'s {symbol.Name}";
        }
    }
}
