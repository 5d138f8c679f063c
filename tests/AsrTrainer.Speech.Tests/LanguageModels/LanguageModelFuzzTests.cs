using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.LanguageModels;
using Fuzzing;

namespace AsrTrainer.Speech.Tests.LanguageModels;

[Collection(Fuzz.Collection)]
public sealed class LanguageModelFuzzTests : IDisposable
{
    private readonly TemporaryModel files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    [Trait("Reader", "arpa")]
    public void A_damaged_ARPA_file_is_read_or_refused()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(TemporaryModel.Small));
        }

        Run("arpa", [Encoding.UTF8.GetBytes(TemporaryModel.Small), packed.ToArray()], bytes => bytes);
    }

    [Fact]
    [Trait("Reader", "asrlm")]
    public void A_damaged_model_in_binary_form_is_read_or_refused()
    {
        LanguageModelFile.ToBinary(files.With(TemporaryModel.Small), files.PathOf("small.asrlm"));
        var builder = new LanguageModelBuilder(new LanguageModelOptions { Order = 4 });
        foreach (var line in (string[])["a b a b", "b a c", "a c b a b", "grüße an b"])
        {
            builder.Add(line.Split(' '));
        }

        builder.Build().Write(files.PathOf("built.asrlm"));
        Run("asrlm", [File.ReadAllBytes(files.PathOf("small.asrlm")), File.ReadAllBytes(files.PathOf("built.asrlm"))], Seal);
    }

    private void Run(string reader, byte[][] good, Func<byte[], byte[]> seal) => Fuzz.Run(new FuzzedReader
    {
        Name = reader,
        Path = files.PathOf("m.lm"),
        Good = good,
        Read = () => Use(files.PathOf("m.lm")),
        Refuses = fault => fault is UserFault { Code: ExitCode.Model },
        HeadBytes = ModelHeader.Size,
        Seal = seal,
    });

    private static void Use(string path)
    {
        using var model = LanguageModelFile.Open(path);
        _ = model.SomeWords(3);
        long[] states = [model.Start];
        foreach (var word in (string[])["a", "b", "c", "grüße", "an", "?", "<s>"])
        {
            var number = model.Find(word);
            states = [.. states, .. states.Select(state => Next(model, state, number))];
        }
    }

    private static long Next(NGramModel model, long state, int word)
    {
        _ = model.ScoreEnd(state);
        _ = model.Score(state, word, out var next);
        return next;
    }

    private static byte[] Seal(byte[] bytes)
    {
        if (bytes.Length >= ModelHeader.Size)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(40), Crc32C.Of(bytes.AsSpan(ModelHeader.Size)));
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ModelHeader.Size - 4), Crc32C.Of(bytes.AsSpan(0, ModelHeader.Size - 4)));
        }

        return bytes;
    }
}
