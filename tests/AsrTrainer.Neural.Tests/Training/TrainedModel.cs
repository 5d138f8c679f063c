using AsrTrainer.Neural.Checkpoints;
using AsrTrainer.Neural.Evaluation;
using AsrTrainer.Neural.Frontend;
using AsrTrainer.Neural.Models;
using AsrTrainer.Neural.Training;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Decoding;
using AsrTrainer.Speech.Text;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Tests.Training;

/// <summary>
/// A small model trained on the ten clips until it knows them, once for all tests that need one: at random weights log-probabilities are
/// flat, and promises about them hold too easily.
/// </summary>
public sealed class TrainedModel : IDisposable
{
    /// <summary>The collection of tests that share it.</summary>
    public const string Collection = "a trained model";

    private readonly TemporaryFolder folder = new();
    private readonly RecordingObserver observer = new();

    public TrainedModel()
    {
        Clips = SpeechClips.Corpus("clips");
        Plan = TinyPlans.Of(folder.FullPath) with
        {
            Features = new FrontendOptions { Mels = 24 },
            Model = new ModelOptions
            {
                CnnChannels = 6,
                CnnBlocks = 1,
                ProjectionWidth = 64,
                RnnBlocks = 2,
                RnnWidth = 64,
                HeadWidth = 64,
                Dropout = 0,
            },
            SpecAugment = new SpecAugmentOptions { FrequencyMasks = 1, FrequencyWidth = 3, TimeMasks = 0 },
            Training = new TrainingOptions { Epochs = 150, LearningRate = 4e-3, WarmupEpochs = 5, Seed = 1, EvaluateEvery = 150 },
            Batching = new BatchingOptions { MaxUtterances = 1, MaxBatchSeconds = 60, Buckets = 1 },
            Loading = new BatchLoaderOptions { Workers = 1 },
            Train = Clips,
            Dev = [Clips],
        };

        // The matrices are so small that a second thread only costs, and a great deal on a busy machine.
        var threads = get_num_threads();
        set_num_threads(1);
        using (var trainer = new Trainer(Plan, observer))
        {
            Outcome = trainer.Run(CancellationToken.None);
        }

        set_num_threads(threads);
        ModelPath = CheckpointStore.ResolveModel(folder.FullPath);
        (Model, Description) = ModelFile.Read(ModelPath, CPU);
    }

    public TrainingPlan Plan { get; }

    public CheckedCorpus Clips { get; }

    public TrainingOutcome Outcome { get; }

    public string RunFolder => folder.FullPath;

    public string ModelPath { get; }

    public SpeechModel Model { get; }

    public ModelDescription Description { get; }

    public IReadOnlyList<EpochResult> Epochs => observer.Epochs;

    /// <summary>Scores the clips in batches of at most so many.</summary>
    public EvaluationResult Evaluate(int maxUtterances)
    {
        var batching = new BatchingOptions { MaxUtterances = maxUtterances, Buckets = 1 };
        return new Evaluator(Recognition(), Alphabet.English, TranscriptNormalizer.LowerCase, batching, new BatchLoaderOptions())
            .Run(Clips);
    }

    public Recognition Recognition() => new(Model, new GreedyDecoder(Alphabet.English), Precision.Fp32);

    public void Dispose()
    {
        Model.Dispose();
        folder.Dispose();
    }
}
