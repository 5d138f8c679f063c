using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Faults;
using Fuzzing;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Checkpoints;

[Collection(Fuzz.Collection)]
public sealed class ModelFileFuzzTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Reader", "model")]
    public void A_damaged_model_file_is_read_or_refused()
    {
        var path = folder.PathOf("model.safetensors");
        Fuzz.Run(new FuzzedReader
        {
            Name = "model",
            Path = path,
            Good = [Good(RecurrentCell.Gru), Good(RecurrentCell.Lstm)],
            HeadBytes = 3000,
            Seal = UncheckedFile.Fit,
            Read = () =>
            {
                using var scope = NewDisposeScope();
                ModelFile.ReadDescription(path);
                var (model, _) = ModelFile.Read(path, CPU);
                model.Dispose();
            },
            Refuses = fault => fault is UserFault { Code: ExitCode.Model },
        });
    }

    // As small as a model can be.
    private static byte[] Good(RecurrentCell cell)
    {
        var features = new FrontendOptions { Mels = 8, WindowSamples = 64, HopSamples = 64, Normalization = FeatureNormalization.Band };
        var options = new ModelOptions
        {
            CnnChannels = 1,
            CnnBlocks = 1,
            ProjectionWidth = 1,
            Cell = cell,
            RnnBlocks = 1,
            RnnWidth = 1,
            HeadWidth = 1,
        };
        using var model = new SpeechModel(features, options, 3);
        using var stream = new MemoryStream();
        ModelFile.Write(stream, model, new ModelDescription
        {
            Features = features,
            Model = options,
            Alphabet = "ab",
            Normalizer = "lower-case",
            DevWordErrorRates = new Dictionary<string, double> { ["dev"] = 0.5 },
            Configuration = "training:\n  epochs: 3\n",
        });
        return UncheckedFile.Of(stream.ToArray());
    }
}
