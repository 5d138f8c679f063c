namespace AsrTrainer.Commands;

/// <summary>Where the program keeps what it could find out again, by the rules of the XDG base directories.</summary>
internal static class CacheFolder
{
    /// <summary>The folder, which need not exist yet; null where the user has no place for such things.</summary>
    public static string? Find() =>
        Choose(Environment.GetEnvironmentVariable("XDG_CACHE_HOME"), Environment.GetEnvironmentVariable("HOME"));

    /// <summary>The folder by two variables of the environment.</summary>
    /// <param name="cacheHome">XDG_CACHE_HOME; relative paths do not count.</param>
    /// <param name="home">HOME.</param>
    internal static string? Choose(string? cacheHome, string? home) =>
        Path.IsPathRooted(cacheHome) ? Path.Combine(cacheHome, "asr-trainer")
        : Path.IsPathRooted(home) ? Path.Combine(home, ".cache", "asr-trainer")
        : null;
}
