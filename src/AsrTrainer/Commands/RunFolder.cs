using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsrTrainer.Configuration;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;
using TorchSharp;
using TorchSharp.BeyondTorchSharp;

namespace AsrTrainer.Commands;

/// <summary>The folder of one run, held against other processes while this one trains in it.</summary>
internal sealed class RunFolder : IDisposable
{
    public const string ConfigurationName = "config.yaml";

    public const string FactsName = "run.json";

    private const string LockName = "lock";

    // EWOULDBLOCK of flock: the runtime hands the number on.
    private const int WouldBlock = 11;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly FileStream hold;

    private RunFolder(string path, FileStream hold)
    {
        Path = path;
        this.hold = hold;
    }

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
        try
        {
            string lockPath = System.IO.Path.Combine(path, LockName);
            var hold = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return new RunFolder(path, hold);
        }
        catch (IOException cause) when (cause.HResult == WouldBlock)
        {
            throw new UserFault(
                ExitCode.Usage,
                $"{path}: another process trains in this folder; wait for it, or train into another one with --run-dir",
                cause);
        }
    }

    /// <summary>Writes the resolved configuration, and adds this session's facts to those of the run's earlier ones.</summary>
    public void WriteRecords(string configuration, TrainingPlan plan)
    {
        AtomicFile.Write(System.IO.Path.Combine(Path, ConfigurationName), stream => stream.Write(Encoding.UTF8.GetBytes(configuration)));
        string facts = System.IO.Path.Combine(Path, FactsName);
        JsonArray sessions = EarlierSessions(facts);
        sessions.Add(JsonSerializer.SerializeToNode(Facts(plan), Json));
        AtomicFile.Write(facts, stream => JsonSerializer.Serialize(stream, new JsonObject { ["sessions"] = sessions }, Json));
    }

    public void Dispose() => hold.Dispose();

    private static bool HoldsRun(string path)
    {
        string checkpoints = System.IO.Path.Combine(path, "checkpoints");
        return Directory.Exists(checkpoints) && Directory.EnumerateDirectories(checkpoints, "step-*").Any();
    }

    private static JsonArray EarlierSessions(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            // A file without a list is one session itself.
            JsonObject? root = JsonNode.Parse(File.ReadAllText(path)) as JsonObject;
            return root?["sessions"] is JsonArray sessions ? (JsonArray)sessions.DeepClone() : root is null ? [] : [root];
        }
        catch (JsonException)
        {
            // Nothing reads these facts but people: no reason not to train.
            return [];
        }
    }

    private static object Facts(TrainingPlan plan) => new
    {
        ProgramVersion = ProgramVersion.Text,
        CommandLine = Environment.GetCommandLineArgs(),
        Libtorch = torch.__version__,
        Runtime = RuntimeInformation.FrameworkDescription,
        System = RuntimeInformation.OSDescription,
        Host = Environment.MachineName,
        Processors = Environment.ProcessorCount,
        Device = plan.Device.ToString(),
        Precision = KeyNames.Of(plan.Precision.ToString()),
        Threads = torch.get_num_threads(),
        Kernels = FusedLayers.Enabled ? FusedLayers.KernelNameOf(plan.Precision == Precision.Bf16) : "off",
        Started = DateTimeOffset.Now,
    };
}
