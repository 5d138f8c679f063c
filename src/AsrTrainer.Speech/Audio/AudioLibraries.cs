using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Audio;

/// <summary>Makes a missing system library one clear fault instead of an exception of the loader.</summary>
internal static class AudioLibraries
{
    private static readonly ConcurrentDictionary<string, bool> Present = [];

    /// <summary>Faults with the Debian package to install when <paramref name="library"/> cannot be loaded.</summary>
    public static void Require(string library, string debianPackage)
    {
        // The handle is kept for the life of the process, as the runtime keeps that of every imported library.
        if (!Present.GetOrAdd(library, static name => NativeLibrary.TryLoad(name, out _)))
        {
            throw new UserFault(
                ExitCode.Environment,
                $"the library {library} is not installed or cannot be loaded; install the Debian package {debianPackage} "
                + "(scripts/setup.sh does it)");
        }
    }
}
