using AsrTrainer.Configuration;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Tests.Configuration;

internal enum SampleCell
{
    Gru,
    LongShort,
}

/// <summary>Every kind of value that options may hold.</summary>
internal sealed record SampleOptions : IValidatedOptions
{
    public SampleTraining Training { get; init; } = new() { Epochs = 7 };

    public SampleModel Model { get; init; } = new();

    public CorpusSources Corpora { get; init; } = CorpusSources.None;

    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    public string Computed => $"{Training.Epochs}";

    public IEnumerable<OptionProblem> Validate() => [];
}

internal sealed record SampleTraining : IValidatedOptions
{
    public int Epochs { get; init; } = 3;

    public double GradientClip { get; init; } = 1;

    public ulong Seed { get; init; }

    public double? StopAfterHours { get; init; }

    public IEnumerable<OptionProblem> Validate()
    {
        if (!(GradientClip > 0))
        {
            yield return new OptionProblem(nameof(GradientClip), $"must be > 0, was {GradientClip}");
        }

        if (Epochs < 1)
        {
            yield return new OptionProblem(nameof(Epochs), $"must be at least 1, was {Epochs}");
        }
    }
}

internal sealed record SampleModel
{
    public SampleCell Cell { get; init; }

    public bool Bidirectional { get; init; } = true;

    public string Alphabet { get; init; } = " 'ab";

    public IReadOnlyList<int> Channels { get; init; } = [32, 32];
}
