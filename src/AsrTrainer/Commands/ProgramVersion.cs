using System.Reflection;

namespace AsrTrainer.Commands;

/// <summary>The version with the commit that the program was built from, where the build knew it: <c>0.1.0+4f2a…</c>.</summary>
internal static class ProgramVersion
{
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
