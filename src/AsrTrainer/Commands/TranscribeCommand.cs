using System.CommandLine;
using AsrTrainer.Reports;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Transcripts;

namespace AsrTrainer.Commands;

/// <summary>The definition of <c>asr transcribe</c>. Options that whisper has as well go by its names too.</summary>
internal static class TranscribeCommand
{
    private static readonly SubtitleOptions Usual = new();

    private static readonly (string Name, RawEncoding Encoding)[] Encodings =
    [
        ("S16_LE", RawEncoding.S16Le), ("S24_3LE", RawEncoding.S24In3Le), ("S32_LE", RawEncoding.S32Le),
        ("FLOAT_LE", RawEncoding.FloatLe), ("U8", RawEncoding.U8),
    ];

    public static Command Create(ProgramOutput output, Option<bool> verbose)
    {
        Argument<string> model = LoadedModel.Argument();
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Audio files (WAV, FLAC, Ogg, MP3, AIFF and others) of any rate and number of channels; folders of them; "
                + "patterns (*, ?, [a-z], ** for folders of any depth); @FILE for a list; - for the standard input. With several files "
                + "each line is the path, a tab and the text.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("transcribe", "Write down what is said in audio files.") { model, paths };
        var list = new Option<string[]>("--list")
        {
            Description = "Files that name audio files, a path in each line, as @FILE does; - for the standard input.",
            HelpName = "FILE",
        };
        command.Add(list);
        Func<ParseResult, TranscribeArguments, TranscribeArguments> files = AddFiles(command);
        Func<ParseResult, RawFormat?> stream = AddStream(command);
        var decoding = new DecodingOptions(command, several: true);
        var machine = new MachineOptions(command, precision: "fp32");
        var timing = new Option<bool>("--timing") { Description = "Say at the end, on stderr, where the time went." };
        command.Add(timing);
        RequireOneOf(command, paths, list);
        command.SetAction(parsed =>
        {
            StageTimes times = new(TimeProvider.System);
            bool isTimed = parsed.GetValue(timing);
            if (isTimed)
            {
                times.AddEarlier("start of the program", ProcessAge.Now());
            }

            int code = Invocation.Run(output, parsed.GetValue(verbose), token =>
            {
                TranscribeArguments arguments = files(parsed, new TranscribeArguments
                {
                    Model = parsed.GetRequiredValue(model),
                    Paths = parsed.GetValue(paths) ?? [],
                    Lists = parsed.GetValue(list) ?? [],
                    Machine = machine.Read(parsed),
                    Decoding = decoding.Read(parsed),
                    Stream = stream(parsed),
                    IsVerbose = parsed.GetValue(verbose),
                });
                return arguments.Stream is null
                    ? new TranscriptionRun(arguments, output, times).Do(token)
                    : new StreamRun(arguments, output).Do(token);
            });
            if (isTimed)
            {
                times.End("rest");
                Print(times, output.Messages);
            }

            return code;
        });
        return command;
    }

    private static void RequireOneOf(Command command, Argument<string[]> paths, Option<string[]> list) => command.Validators.Add(result =>
    {
        if (result.GetResult(paths) is not { Tokens.Count: > 0 } && result.GetResult(list) is not { Tokens.Count: > 0 })
        {
            result.AddError("Required argument 'PATH' missing for command: 'transcribe'; give a PATH or a --list.");
        }
    });

    private static Func<ParseResult, TranscribeArguments, TranscribeArguments> AddFiles(Command command)
    {
        string[] names = [.. TranscriptFormat.All.Select(format => format.Name)];
        Option<string[]> formats = new Option<string[]>("--output-format", "--output_format", "-f")
        {
            Description = $"Write files too, in one or more of {string.Join(", ", names)}, or all.",
            HelpName = "FORMAT,...",
        }.ReadListOf([.. names, "all"]);
        Option<string?> folder = new Option<string?>("--output-dir", "--output_dir", "-o")
        {
            Description = "Where files are written (default: here). Without --output-format, all formats.",
            HelpName = "DIR",
        }.NotEmpty();
        var skip = new Option<bool>("--skip-existing")
        {
            Description = "Leave out audio all of whose files are there already and newer than it; --verbose names it.",
        };
        Option<int?> width = Limit(
            "--max-line-width", "--max_line_width", $"Characters in a line of a subtitle (default {Usual.MaxLineWidth}).");
        Option<int?> lines = Limit("--max-line-count", "--max_line_count", $"Lines of a subtitle (default {Usual.MaxLineCount}).");
        Option<int?> words = Limit(
            "--max-words-per-line", "--max_words_per_line", "Words in a line of a subtitle (default: as many as fit).");
        Option<double?> seconds = new Option<double?>("--max-subtitle-seconds")
        {
            Description = $"How long a subtitle stays (default {Usual.MaxSeconds}).",
            HelpName = "S",
        }.ReadBy<double>("a number", value => value > 0 ? null : $"must be above 0, was {value}");
        foreach (Option option in (Option[])[formats, folder, skip, width, lines, words, seconds])
        {
            command.Add(option);
        }

        return (parsed, arguments) => WithFilesToGoBy(arguments with
        {
            Formats = Chosen(parsed.GetValue(formats) ?? [], parsed.GetValue(folder) is not null),
            OutputFolder = parsed.GetValue(folder) ?? ".",
            SkipExisting = parsed.GetValue(skip),
            Subtitles = new SubtitleOptions
            {
                MaxLineWidth = parsed.GetValue(width) ?? Usual.MaxLineWidth,
                MaxLineCount = parsed.GetValue(lines) ?? Usual.MaxLineCount,
                MaxWordsPerLine = parsed.GetValue(words) ?? Usual.MaxWordsPerLine,
                MaxSeconds = parsed.GetValue(seconds) ?? Usual.MaxSeconds,
            },
        });
    }

    private static TranscribeArguments WithFilesToGoBy(TranscribeArguments arguments) =>
        arguments.SkipExisting && (arguments.Formats.Count == 0 || arguments.Stream is not null)
            ? throw new UserFault(
                ExitCode.Usage,
                "--skip-existing goes by files that were written, for audio that is in files: with --output-format or --output-dir, "
                + "without --stream")
            : arguments;

    private static Func<ParseResult, RawFormat?> AddStream(Command command)
    {
        var stream = new Option<bool>("--stream")
        {
            Description = "Transcribe the standard input while it arrives: raw samples, or WAV. Each segment is a line as soon as a pause "
                + "ends it.",
        };
        var encoding = new Option<string>("--sample-format")
        {
            Description = "What raw samples of --stream are, as arecord -f names it.",
            DefaultValueFactory = _ => Encodings[0].Name,
        };
        encoding.AcceptOnlyFromAmong([.. Encodings.Select(one => one.Name)]);
        Option<int> rate = new Option<int>("--rate")
        {
            Description = "Their rate in Hz.",
            HelpName = "HZ",
            DefaultValueFactory = _ => 16000,
        }.ReadBy(
            "a whole number",
            value => value is >= AudioFile.MinimumSampleRate and <= AudioFile.MaximumSampleRate
                ? null
                : $"must be {AudioFile.MinimumSampleRate} to {AudioFile.MaximumSampleRate}, was {value}");
        Option<int> channels = new Option<int>("--channels")
        {
            Description = "Their channels.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        }.ReadBy(
            "a whole number",
            value => value is >= 1 and <= AudioFile.MaximumChannels ? null : $"must be 1 to {AudioFile.MaximumChannels}, was {value}");
        foreach (Option option in (Option[])[stream, encoding, rate, channels])
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            foreach (Option option in (Option[])[encoding, rate, channels])
            {
                if (result.GetResult(option) is { Implicit: false } && !result.GetValue(stream))
                {
                    result.AddError($"{option.Name}: says what raw samples are, which need --stream.");
                }
            }
        });

        return parsed => parsed.GetValue(stream)
            ? new RawFormat(
                Encodings.First(one => one.Name == parsed.GetValue(encoding)).Encoding, parsed.GetValue(rate), parsed.GetValue(channels))
            : null;
    }

    private static Option<int?> Limit(string name, string whispersName, string description) =>
        new Option<int?>(name, whispersName)
        {
            Description = description,
            HelpName = "N",
        }.ReadBy<int>("a whole number", value => value >= 1 ? null : $"must be at least 1, was {value}");

    private static IReadOnlyList<TranscriptFormat> Chosen(string[] names, bool hasFolder) =>
        names.Contains("all") || (names.Length == 0 && hasFolder)
            ? TranscriptFormat.All
            : [.. names.Select(name => TranscriptFormat.All.First(format => format.Name == name))];

    private static void Print(StageTimes times, TextWriter messages)
    {
        foreach (string line in times.Lines())
        {
            messages.WriteLine(line);
        }
    }
}
