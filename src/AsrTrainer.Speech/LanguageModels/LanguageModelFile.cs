using System.IO.Compression;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Speech.LanguageModels;

/// <summary>Language models in files: ARPA, plain or gzip, or our binary form. What a file is its first bytes say, not its name.</summary>
public static class LanguageModelFile
{
    /// <summary>How the names of models in binary form end.</summary>
    public const string BinaryExtension = ".asrlm";

    // So much is read and checked in some ten milliseconds.
    private const long MostChecked = 64 << 20;

    /// <summary>
    /// Opens a model. The binary form is not read but mapped, so that it is there at once and shared by all processes; its checksum is
    /// compared where it has at most 64 MiB, and in a larger one only what is used is looked at.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="normalizer">
    /// What the words of a model in ARPA form pass through, for one with capital letters where transcripts have small ones; null leaves
    /// them as they are.
    /// </param>
    /// <exception cref="UserFault">It is not there, is no language model, or has faults.</exception>
    public static NGramModel Open(string path, TranscriptNormalizer? normalizer = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = OpenRead(path);
        return IsBinary(file) ? Map(file, path) : Pack(ArpaReader.Read(file, path, normalizer), path);
    }

    /// <summary>Writes a model in our binary form.</summary>
    /// <param name="from">A model in ARPA form.</param>
    /// <param name="to">The file to write, which appears whole or not at all.</param>
    /// <param name="normalizer">What the model's words pass through; null leaves them as they are.</param>
    /// <returns>The number of n-grams of each order.</returns>
    /// <exception cref="UserFault">What is to be read is not there, is no ARPA file, or has faults.</exception>
    public static IReadOnlyList<int> ToBinary(string from, string to, TranscriptNormalizer? normalizer = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(from);
        using var file = OpenRead(from);
        if (IsBinary(file))
        {
            throw new UserFault(ExitCode.Model, $"{from}: is in binary form already; give the ARPA file that it was made from");
        }

        var set = ArpaReader.Read(file, from, normalizer);
        var packed = new PackedNGrams(set);
        AtomicFile.Write(to, stream => BinaryForm.Write(packed, BinaryForm.Describe(packed, set.KnowsUnknown), stream));
        return packed.Sizes;
    }

    /// <summary>
    /// Writes a model in the form that the name asks for: our binary form where it ends in <c>.asrlm</c>, ARPA otherwise, as gzip where it
    /// ends in <c>.gz</c>.
    /// </summary>
    internal static void Write(PackedNGrams model, string path, bool knowsUnknown) => AtomicFile.Write(path, stream =>
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case BinaryExtension:
                BinaryForm.Write(model, BinaryForm.Describe(model, knowsUnknown), stream);
                break;
            case ".gz":
                using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
                {
                    ArpaWriter.Write(model, gzip);
                }

                break;
            default:
                ArpaWriter.Write(model, stream);
                break;
        }
    });

    private static FileStream OpenRead(string path)
    {
        try
        {
            return OrdinaryFile.OpenRead(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserFault(
                ExitCode.Model, $"{path}: no such file; name a language model (ARPA, plain or gzip, or of `asr lm binary`)");
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
