namespace Fuzzing;

/// <summary>A reader of files, and good files to damage.</summary>
internal sealed record FuzzedReader
{
    /// <summary>Its name, as scripts/fuzz.sh knows it.</summary>
    public required string Name { get; init; }

    /// <summary>Where the damaged file is put.</summary>
    public required string Path { get; init; }

    /// <summary>Files that it reads.</summary>
    public required IReadOnlyList<byte[]> Good { get; init; }

    /// <summary>Reads the file at <see cref="Path"/>.</summary>
    public required Action Read { get; init; }

    /// <summary>Whether this is an exception that the reader documents.</summary>
    public required Func<Exception, bool> Refuses { get; init; }

    /// <summary>How much of a file's start holds its structure, in bytes.</summary>
    public int HeadBytes { get; init; } = 256;

    /// <summary>
    /// Damages a good file in a way of its own, where the bytes have a structure that blind damage does not get through; half of the
    /// files are made so. Null where there is none.
    /// </summary>
    public Func<byte[], Random, byte[]>? Restructure { get; init; }

    /// <summary>Makes the checksums of a damaged file fit again: whoever means harm does so too.</summary>
    public Func<byte[], byte[]> Seal { get; init; } = bytes => bytes;
}
