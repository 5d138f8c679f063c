using System.Globalization;
using AsrTrainer.Speech.Faults;
using TorchSharp;

namespace AsrTrainer.Commands;

/// <summary>Runs the work of a command and turns however it ends into messages and an exit code.</summary>
internal static class Invocation
{
    /// <summary>
    /// Does <paramref name="work"/>, which may be interrupted. A stack trace is shown only with <paramref name="verbose"/>; for a fault
    /// of the program it is written to <paramref name="detailsPath"/>, or to a file of its own where that gives none.
    /// </summary>
    public static int Run(
        ProgramOutput output, bool verbose, Func<CancellationToken, ExitCode> work, Func<Exception, string?>? detailsPath = null)
    {
        using var interruption = new Interruption(output.Messages, Environment.Exit);
        try
        {
            return (int)work(interruption.Token);
        }
        catch (Exception exception)
        {
            if (exception is OperationCanceledException && interruption.Token.IsCancellationRequested)
            {
                output.Messages.WriteLine("stopped");
                return (int)ExitCode.Interrupted;
            }

            ExitCode code = Report(exception, output.Messages, detailsPath);
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

    private static ExitCode Report(Exception exception, TextWriter messages, Func<Exception, string?>? detailsPath)
    {
        switch (exception)
        {
            case UserFault fault:
                foreach (string problem in fault.Problems)
                {
                    messages.WriteLine($"error: {problem}");
                }

                return fault.Code;
#if !TORCHSHARP_PACKAGE
            case NativeLibraryException:
#endif
            case DllNotFoundException:
                messages.WriteLine($"error: {exception.Message}");
                return ExitCode.Environment;
            case IOException or UnauthorizedAccessException:
                messages.WriteLine($"error: {exception.Message} Look at the permissions and at the space left on the disk.");
                return ExitCode.Environment;
            default:
                string details = detailsPath?.Invoke(exception) ?? WriteDetails(exception);
                messages.WriteLine($"error: a fault of the program: {exception.GetType().Name}: {FirstLine(exception.Message)}");
                messages.WriteLine($"the details are in {details}; please report them");
                return ExitCode.InternalError;
        }
    }

    private static string WriteDetails(Exception exception)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"asr-fault-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}.txt");
        string path = Path.Combine(Path.GetTempPath(), name);
        File.WriteAllText(path, $"asr {string.Join(' ', Environment.GetCommandLineArgs().Skip(1))}{Environment.NewLine}{exception}");
        return path;
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd();
}
