using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Configuration;

/// <summary>The characters that the model can write, and how transcripts are brought to them.</summary>
internal sealed record TextOptions : IValidatedOptions
{
    /// <summary>Each character once; default space, apostrophe and a to z.</summary>
    public string Alphabet { get; init; } = Speech.Text.Alphabet.English.Characters;

    /// <summary><c>lower-case</c> or <c>keep-case</c>; default lower-case.</summary>
    public string Normalizer { get; init; } = TranscriptNormalizer.LowerCase.Name;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate() =>
    [
        .. Problem(nameof(Alphabet), () => new Alphabet(Alphabet)),
        .. Problem(nameof(Normalizer), () => TranscriptNormalizer.Named(Normalizer)),
    ];

    private static IEnumerable<OptionProblem> Problem(string property, Func<object> attempt)
    {
        string? message = null;
        try
        {
            attempt();
        }
        catch (UserFault fault)
        {
            message = fault.Message;
        }

        return message is null ? [] : [new OptionProblem(property, message)];
    }
}
