using System.Globalization;
using System.Runtime.InteropServices;
using AsrTrainer.Neural.Memory;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;
using TorchSharp;
using TorchSharp.BeyondTorchSharp;

namespace AsrTrainer.Commands;

/// <summary>Runs the work of a command and turns however it ends into messages and an exit code.</summary>
internal static class Invocation
{
    /// <summary>Where an exception's <see cref="Exception.Data"/> holds the file that it was written to already.</summary>
    public const string DetailsKey = "AsrTrainer.Details";

    /// <summary>
    /// Does <paramref name="work"/>, which may be interrupted. A stack trace is shown only with <paramref name="verbose"/>.
    /// </summary>
    public static int Run(ProgramOutput output, bool verbose, Func<CancellationToken, ExitCode> work)
    {
        using var interruption = new Interruption(output, ProcessEnd.Now);
        try
        {
            return (int)work(interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            output.Messages.WriteLine("stopped");
            return (int)ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            ExitCode code = Report(exception, output.Messages);
            if (verbose)
            {
                output.Messages.WriteLine(exception);
            }

            return (int)code;
        }
        finally
        {
            output.Results.Flush();
            output.Messages.Flush();
        }
    }

    /// <summary>Each problem as a line of its own.</summary>
    public static void Print(UserFault fault, TextWriter messages)
    {
        foreach (string problem in fault.Problems)
        {
            messages.WriteLine($"error: {problem}");
        }
    }

    /// <summary>Says what an exception means to the user, and which exit code that is.</summary>
    public static ExitCode Report(Exception exception, TextWriter messages)
    {
        switch (exception)
        {
            case UserFault fault:
                Print(fault, messages);
                return fault.Code;
#if !TORCHSHARP_PACKAGE
            case NativeLibraryException:
#endif
            case DllNotFoundException:
                messages.WriteLine($"error: {exception.Message}");
                return ExitCode.Environment;
            case NotAFileException:
                messages.WriteLine($"error: {exception.Message}");
                return ExitCode.Usage;
            case IOException or UnauthorizedAccessException:
                // Those of the system end without a full stop.
                messages.WriteLine(
                    $"error: {exception.Message.TrimEnd('.')}. Look at the permissions and at the space left on the disk.");
                return ExitCode.Environment;
            case OutOfMemoryException or ExternalException when AllocationFailure.Is(exception):
                messages.WriteLine(
                    $"error: not enough memory: {FirstLine(exception.Message)}; make batches smaller "
                    + "(batching.max_batch_seconds, --batch-seconds)");
                return ExitCode.Environment;
            default:
                messages.WriteLine($"error: a fault of the program: {exception.GetType().Name}: {FirstLine(exception.Message)}");
                messages.WriteLine($"the details are in {exception.Data[DetailsKey] ?? WriteDetails(exception)}; please report them");
                return ExitCode.InternalError;
        }
    }

    private static string WriteDetails(Exception exception)
    {
        string name = string.Create(
            CultureInfo.InvariantCulture, $"asr-fault-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}.txt");
        string path = Path.Combine(Path.GetTempPath(), name);
        File.WriteAllText(path, $"asr {string.Join(' ', Environment.GetCommandLineArgs().Skip(1))}{Environment.NewLine}{exception}");
        return path;
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd();
}
