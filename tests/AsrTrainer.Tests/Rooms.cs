using System.IO.Enumeration;

namespace AsrTrainer.Tests;

/// <summary>
/// Who may use whom inside a project. A folder may use those on the levels before its own; folders on one level do not see each
/// other. Between projects the compiler holds the rule.
/// </summary>
internal static class Rooms
{
    /// <summary>The levels of each project, the lowest first.</summary>
    public static IReadOnlyDictionary<string, string[][]> Levels { get; } = new Dictionary<string, string[][]>
    {
        ["Torch"] = [["Interop"], ["Tensor"], ["nn"], ["optim"], ["BeyondTorchSharp"]],
        ["AsrTrainer.Speech"] =
        [
            // Faults stands below the others of its row in the design: a counter or a file that refuses its input says so with a fault.
            ["Faults"],
            ["Files", "Randomness", "Timing"],
            ["Audio", "Text", "Metrics"],
            ["Corpora", "LanguageModels", "Segmentation"],
            ["Decoding", "Examination"],
            ["Batching", "Transcripts"],
        ],
        ["AsrTrainer.Neural"] =
        [
            ["Frontend"], ["Models"], ["Checkpoints", "Memory"], ["Evaluation", "Transcription", "Export"], ["Training"], ["Benchmarks"],
        ],
        ["AsrTrainer"] = [["Configuration"], ["Reports"], ["Commands"], [""]],
    };

    // Each is one line with its reason.
    private static readonly (string File, string Room)[] Exceptions =
    [
        // The signatures of the exports name tensors, scalars and devices; the marshaller takes them apart.
        ("src/Torch/Interop/*", "Tensor"),
        // TorchSharp has AsParameter in this class.
        ("src/Torch/Tensor/TensorExtensionMethods.cs", "nn"),
    ];

    /// <summary>Whether code in a file may use what another folder of its project declares.</summary>
    public static bool MayUse(SourceFile file, string room) =>
        MayUse(file.Project, file.Room, room)
        || Exceptions.Any(exception => exception.Room == room && FileSystemName.MatchesSimpleExpression(exception.File, file.Path));

    /// <summary>Whether code in one folder of a project may use what another declares.</summary>
    public static bool MayUse(string project, string from, string to) => from == to || Level(project, to) < Level(project, from);

    /// <summary>Whether the design knows the folder.</summary>
    public static bool Knows(string project, string room) => Levels.ContainsKey(project) && Level(project, room) >= 0;

    private static int Level(string project, string room) => Array.FindIndex(Levels[project], level => level.Contains(room));
}
