using System.Collections;

namespace AsrTrainer.Configuration;

/// <summary>The corpora of one purpose, in the order written. Compared by content.</summary>
internal sealed class CorpusSources(IReadOnlyList<NamedPath> paths) : IReadOnlyList<NamedPath>, IEquatable<CorpusSources>
{
    /// <summary>No corpus.</summary>
    public static CorpusSources None { get; } = new([]);

    public int Count => paths.Count;

    public NamedPath this[int index] => paths[index];

    public IEnumerator<NamedPath> GetEnumerator() => paths.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(CorpusSources? other) => other is not null && paths.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as CorpusSources);

    public override int GetHashCode() => paths.Count;
}
