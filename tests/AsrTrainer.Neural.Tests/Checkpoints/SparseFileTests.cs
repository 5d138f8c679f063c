using System.Text;
using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Tests.Models;
using AsrTrainer.Neural.Tests.Training;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Faults;
using Fuzzing;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Checkpoints;

/// <summary>Files of 3 GB that take no space on the disk: a few kilobytes in an archive. They are refused by their header.</summary>
[Collection(Fuzz.Collection)]
public sealed class SparseFileTests : IDisposable
{
    private const long TensorBytes = 500_000_000;
    private const int Tensors = 6;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_without_our_metadata_is_refused_before_its_data_are_read() =>
        Assert.Contains("not one that asr train wrote", Refusal("{}", path => ModelFile.Read(path, CPU)), StringComparison.Ordinal);

    [Fact]
    public void Tensors_that_the_options_do_not_ask_for_are_refused_before_their_data_are_read()
    {
        using var model = TinyModels.Make();
        using var good = new MemoryStream();
        ModelFile.Write(good, model, new ModelDescription
        {
            Features = TinyModels.Features,
            Model = model.Options,
            Alphabet = " abcdef",
            Normalizer = "lower-case",
        });
        var metadata = UncheckedFile.Metadata(good.ToArray());
        Assert.Contains(" is missing", Refusal(metadata, path => ModelFile.Read(path, CPU)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_that_is_none_is_refused_before_its_data_are_read()
    {
        var kept = ReplayFuzzTests.Keep(folder);
        var metadata = UncheckedFile.Metadata(File.ReadAllBytes(kept));
        Assert.Contains("tensor samples is missing", Refusal(metadata, _ => ReplayFolder.Read(kept, CPU), kept), StringComparison.Ordinal);
    }

    private string Refusal(string metadata, Action<string> read, string? place = null)
    {
        var path = place ?? folder.PathOf("model.safetensors");
        var entries = Enumerable.Range(0, Tensors).Select(i =>
            $"\"t{i}\":{{\"dtype\":\"F32\",\"shape\":[{TensorBytes / 4}],\"data_offsets\":[{i * TensorBytes},{(i + 1) * TensorBytes}]}}");
        var header = Encoding.UTF8.GetBytes($"{{\"__metadata__\":{metadata},{string.Join(',', entries)}}}");
        using (var file = File.Create(path))
        {
            file.Write(BitConverter.GetBytes((long)header.Length));
            file.Write(header);
            file.SetLength(file.Length + (Tensors * TensorBytes));
        }

        ResidentMemory.ForgetPeak();
        var before = ResidentMemory.PeakBytes();
        var fault = Assert.Throws<UserFault>(() => read(path));
        Assert.True(ResidentMemory.PeakBytes() - before < 100_000_000, $"{(ResidentMemory.PeakBytes() - before) >> 20} MB were taken");
        Assert.Equal(ExitCode.Model, fault.Code);
        return fault.Message;
    }
}
