using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Commands;

/// <summary>The folder of one run, held against other processes while this one trains in it.</summary>
internal sealed class RunFolder : IDisposable
{
    public const string ConfigurationName = "config.yaml";

    public const string FactsName = "run.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,

        // For people to read: nothing here goes into a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly RunLock hold;

    private RunFolder(string path, RunLock hold)
    {
        Path = path;
        this.hold = hold;
    }

    /// <summary>Whose lock was taken over since its owner ended without giving it back, or null.</summary>
    public string? TakenOver => hold.TakenOver;

    public string Path { get; }

    /// <summary>
    /// The folder of a run that is given none: named after the configuration, or, where that is a run's own record, that run.
    /// </summary>
    public static string DefaultFor(string configurationPath)
    {
        string folder = System.IO.Path.GetDirectoryName(configurationPath) is { Length: > 0 } parent ? parent : ".";
        bool isRecord = System.IO.Path.GetFileName(configurationPath) == ConfigurationName
            && (Directory.Exists(System.IO.Path.Combine(folder, "checkpoints")) || File.Exists(System.IO.Path.Combine(folder, FactsName)));
        return isRecord ? folder : System.IO.Path.Combine("runs", System.IO.Path.GetFileNameWithoutExtension(configurationPath));
    }

    /// <summary>Makes or opens the folder. A folder with checkpoints is only opened to go on with them.</summary>
    /// <exception cref="UserFault">It holds a run and <paramref name="resume"/> is not set, or it is in use.</exception>
    public static RunFolder Open(string path, bool resume)
    {
        if (File.Exists(path))
        {
            throw new UserFault(ExitCode.Usage, $"--run-dir {path}: is a file; name a folder");
        }

        if (!resume && HoldsRun(path))
        {
            throw new UserFault(
                ExitCode.Usage, $"{path}: already holds a run; go on with it by --resume, or train into another folder with --run-dir");
        }

        Directory.CreateDirectory(path);
        var folder = new RunFolder(path, RunLock.Take(path));
        AtomicFile.RemoveLeft(path);
        return folder;
    }

    /// <summary>Writes the resolved configuration, and adds this session's facts to those of the run's earlier ones.</summary>
    /// <param name="configuration">The configuration as text.</param>
    /// <param name="plan">What the facts are taken from.</param>
    /// <param name="notice">Told of a record that is damaged and was put aside.</param>
    public void WriteRecords(string configuration, TrainingPlan plan, Action<string> notice)
    {
        AtomicFile.Write(System.IO.Path.Combine(Path, ConfigurationName), stream => stream.Write(Encoding.UTF8.GetBytes(configuration)));
        string facts = System.IO.Path.Combine(Path, FactsName);
        JsonArray sessions = EarlierSessions.Read(facts, notice);
        sessions.Add(JsonSerializer.SerializeToNode(Facts(plan), Json));
        AtomicFile.Write(facts, stream => JsonSerializer.Serialize(stream, new JsonObject { ["sessions"] = sessions }, Json));
    }

    public void Dispose() => hold.Dispose();

    private static bool HoldsRun(string path)
    {
        string checkpoints = System.IO.Path.Combine(path, "checkpoints");
        return Directory.Exists(checkpoints) && Directory.EnumerateDirectories(checkpoints, "step-*").Any();
    }

    private static object Facts(TrainingPlan plan) => new
    {
        plan.Environment,
        CommandLine = System.Environment.GetCommandLineArgs(),
        Runtime = RuntimeInformation.FrameworkDescription,
        System = RuntimeInformation.OSDescription,
        Host = System.Environment.MachineName,
        Processors = System.Environment.ProcessorCount,
        Started = DateTimeOffset.Now,
    };
}
