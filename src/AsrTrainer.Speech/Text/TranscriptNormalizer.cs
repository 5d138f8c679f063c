using System.Security.Cryptography;
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
    private readonly Lazy<string> fingerprint;

    private TranscriptNormalizer(string name, bool lowersCase)
    {
        Name = name;
        this.lowersCase = lowersCase;
        fingerprint = new Lazy<string>(ComputeFingerprint);
    }

    /// <summary>The usual one, for alphabets of small letters.</summary>
    public static TranscriptNormalizer LowerCase { get; } = new("lower-case", lowersCase: true);

    /// <summary>The same without lower-casing, for alphabets in which case matters.</summary>
    public static TranscriptNormalizer KeepCase { get; } = new("keep-case", lowersCase: false);

    /// <summary>The name that configurations and model files hold.</summary>
    public string Name { get; }

    /// <summary>
    /// What it does, as a hash: SHA-256, in hexadecimal, over what becomes of every single character and over the table by which characters
    /// are composed. Two reports with the same fingerprint compared texts alike, whatever version of the program made them.
    /// </summary>
    public string Fingerprint => fingerprint.Value;

    /// <summary>Name and the beginning of the fingerprint, for reports: <c>lower-case sha256:0123456789ab</c>.</summary>
    public string Label => $"{Name} sha256:{Fingerprint[..12]}";

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

    private string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var text = new StringBuilder();
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (Rune.IsValid(code))
            {
                // Between letters, so that white space is not trimmed.
                text.Append('x');
                Append(text, new Rune(code));
                text.Append('\n');
            }

            if (code % 0x1000 == 0xFFF)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(CanonicalComposition.Compose(text.ToString())));
                text.Clear();
            }
        }

        hash.AppendData(Encoding.UTF8.GetBytes(CompositionTable.Composed + CompositionTable.Excluded + CompositionTable.Classes));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
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
        else if (lowersCase && rune.Value == 0x0130)
        {
            // I with a dot is the one letter of which two are left, as of its decomposed form (Unicode's SpecialCasing).
            text.Append("i\u0307");
        }
        else if (rune.Value is not (0xFEFF or 0x00AD))
        {
            text.Append(lowersCase ? Rune.ToLowerInvariant(rune) : rune);
        }
    }
}
