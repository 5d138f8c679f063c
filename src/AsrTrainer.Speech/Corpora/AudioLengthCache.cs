namespace AsrTrainer.Speech.Corpora;

/// <summary>
/// Remembers how long the audio files of one corpus are, so that whoever uses it again need not open each of them. A file is known by
/// its path, its size and the time of its last change; of files that cannot be used nothing is remembered. The whole may be deleted at any
/// time, and what is damaged is made anew.
/// </summary>
public sealed class AudioLengthCache
{
    /// <summary>Corpora with fewer files are not remembered: opening those takes no longer than noticing.</summary>
    public const int FewestFiles = 1000;

    private const string Prefix = "lengths";

    private readonly FileCache<double> seconds;

    private AudioLengthCache(FileCache<double> seconds) => this.seconds = seconds;

    /// <summary>Whether all files of the corpus have been asked about, so that the others are no longer part of it.</summary>
    internal bool IsComplete
    {
        get => seconds.IsComplete;
        set => seconds.IsComplete = value;
    }

    /// <summary>What is remembered of a corpus; nothing if it was never seen.</summary>
    /// <param name="folder">Where such files are kept; it is made when the first of them is written.</param>
    /// <param name="corpus">The corpus: a folder or a manifest.</param>
    /// <param name="notice">Told when what is remembered is damaged, or cannot be read or written. Nothing of that is fatal.</param>
    /// <param name="clock">Says what time it is; the system's if null.</param>
    public static AudioLengthCache Open(string folder, string corpus, Action<string> notice, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(corpus);
        ArgumentNullException.ThrowIfNull(notice);
        return new AudioLengthCache(
            new FileCache<double>(PathFor(folder, corpus), "ASRLEN01"u8, notice, clock ?? TimeProvider.System));
    }

    /// <summary>The file that remembers a corpus.</summary>
    internal static string PathFor(string folder, string corpus) => FileCache<double>.PathFor(folder, Prefix, corpus);

    /// <summary>
    /// The length of a file, in seconds: the remembered one, or what <paramref name="measure"/> finds. Any number of threads may ask.
    /// </summary>
    internal double Find(FileInfo file, Func<double> measure)
    {
        var identity = FileCache<double>.Identify(file);
        if (seconds.TryGet(identity, out var known) && known >= 0 && double.IsFinite(known))
        {
            return known;
        }

        var found = measure();
        seconds.Add(identity, found);
        return found;
    }

    /// <summary>Writes what is new, whole or not at all; forgets files that are no longer in the corpus.</summary>
    public void Save() => seconds.Save(FewestFiles);
}
