using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;

namespace AsrTrainer.Speech.LanguageModels;

/// <summary>Language models in files: ARPA, plain or gzip, or our binary form. What a file is its first bytes say, not its name.</summary>
public static class LanguageModelFile
{
    // So much is read and checked in some ten milliseconds.
    private const long MostChecked = 64 << 20;

    /// <summary>
    /// Opens a model. The binary form is not read but mapped, so that it is there at once and shared by all processes; its checksum is
    /// compared where it has at most 64 MiB, and in a larger one only what is used is looked at.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserFault">It is not there, is no language model, or has faults.</exception>
    public static NGramModel Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = OpenRead(path);
        return IsBinary(file) ? Map(file, path) : Pack(ArpaReader.Read(file, path), path);
    }

    private static FileStream OpenRead(string path)
    {
        try
        {
            return OrdinaryFile.OpenRead(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserFault(ExitCode.Model, $"{path}: no such file; name a language model (ARPA, plain or gzip, or of `asr lm binary`)");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserFault(ExitCode.Model, $"{path}: {fault.Message}", fault);
        }
    }

    private static bool IsBinary(FileStream file)
    {
        Span<byte> first = stackalloc byte[ModelHeader.Magic.Length];
        var count = file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return first[..count].SequenceEqual(ModelHeader.Magic);
    }

    private static NGramModel Map(FileStream file, string path)
    {
        var memory = ModelMemory.OfFile(file);
        try
        {
            var header = ModelHeader.Read(memory.Bytes(0, ModelHeader.Size), memory.Length, path);
            if (memory.Length <= MostChecked
                && Crc32C.Of(memory.Bytes(ModelHeader.Size, (int)memory.Length - ModelHeader.Size)) != header.ContentChecksum)
            {
                throw ModelHeader.Damaged(path);
            }

            return new NGramModel(header, memory, path);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    private static NGramModel Pack(NGramSet set, string path)
    {
        var packed = new PackedNGrams(set);
        var header = BinaryForm.Describe(packed, set.KnowsUnknown);
        return new NGramModel(header, ModelMemory.Filled(header.Length, stream => BinaryForm.Write(packed, header, stream)), path);
    }
}
