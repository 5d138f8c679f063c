using System.Text;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Text;

/// <summary>
/// Makes transcripts comparable: Unicode composed (NFC), typographic apostrophes made ', byte-order marks and soft hyphens removed,
/// white space collapsed to single spaces and trimmed, and, unless it is <see cref="KeepCase"/>, letters lower-cased. Letters are never
/// changed otherwise, and nothing is spelt out: what the alphabet lacks is reported, not repaired in silence.
/// </summary>
public sealed record TranscriptNormalizer
{
    private readonly bool lowersCase;

    private TranscriptNormalizer(string name, bool lowersCase)
    {
        Name = name;
        this.lowersCase = lowersCase;
    }

    /// <summary>The usual one, for alphabets of small letters.</summary>
    public static TranscriptNormalizer LowerCase { get; } = new("lower-case", lowersCase: true);

    /// <summary>The same without lower-casing, for alphabets in which case matters.</summary>
    public static TranscriptNormalizer KeepCase { get; } = new("keep-case", lowersCase: false);

    /// <summary>The name that configurations and model files hold.</summary>
    public string Name { get; }

    /// <summary>The normaliser called <paramref name="name"/>; another name is a fault of the configuration.</summary>
    public static TranscriptNormalizer Named(string name) => name switch
    {
        "lower-case" => LowerCase,
        "keep-case" => KeepCase,
        _ => throw new UserFault(
            ExitCode.Configuration, $"there is no transcript normaliser \"{name}\"; use \"{LowerCase.Name}\" or \"{KeepCase.Name}\""),
    };

    /// <summary>The normalised transcript; normalising it again changes nothing.</summary>
    public string Normalize(string transcript)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        var text = new StringBuilder(transcript.Length);
        foreach (var rune in transcript.EnumerateRunes())
        {
            Append(text, rune);
        }

        if (text.Length > 0 && text[^1] == ' ')
        {
            text.Length--;
        }

        return CanonicalComposition.Compose(text.ToString());
    }

    private void Append(StringBuilder text, Rune rune)
    {
        if (Rune.IsWhiteSpace(rune))
        {
            if (text.Length > 0 && text[^1] != ' ')
            {
                text.Append(' ');
            }
        }
        else if (rune.Value is 0x2018 or 0x2019 or 0x02BC or 0xFF07)
        {
            text.Append('\'');
        }
        else if (rune.Value is not (0xFEFF or 0x00AD))
        {
            text.Append(lowersCase ? Rune.ToLowerInvariant(rune) : rune);
        }
    }
}
