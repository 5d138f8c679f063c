using System.Globalization;
using System.Text;
using Serilog;
using Serilog.Core;
using Serilog.Formatting.Json;
using Serilog.Sinks.File;

namespace AsrTrainer.Reports;

/// <summary>The log of a run folder: <c>log.txt</c> for reading, <c>log.jsonl</c> for tools. A resumed run appends to both.</summary>
internal static class RunLog
{
    public const string TextName = "log.txt";

    public const string JsonName = "log.jsonl";

    private const string Template = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <summary>Opens both files; with <paramref name="verbose"/> the same lines go to stderr as well. The caller disposes it.</summary>
    public static Logger Open(string runFolder, bool verbose)
    {
        // A full disk costs lines of the log, and nothing else.
        var patient = new PatientFiles();
        LoggerConfiguration configuration = new LoggerConfiguration()
            .MinimumLevel.Debug()
            .WriteTo.File(
                Path.Combine(runFolder, TextName), outputTemplate: Template, formatProvider: CultureInfo.InvariantCulture,
                fileSizeLimitBytes: null, hooks: patient)
            .WriteTo.File(
                new JsonFormatter(renderMessage: true), Path.Combine(runFolder, JsonName), fileSizeLimitBytes: null, hooks: patient);
        if (verbose)
        {
            configuration = configuration.WriteTo.Console(
                outputTemplate: Template, formatProvider: CultureInfo.InvariantCulture,
                standardErrorFromLevel: Serilog.Events.LogEventLevel.Verbose);
        }

        return configuration.CreateLogger();
    }

    private sealed class PatientFiles : FileLifecycleHooks
    {
        public override Stream OnFileOpened(Stream underlyingStream, Encoding encoding) => new PatientStream(underlyingStream);
    }
}
