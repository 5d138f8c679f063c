namespace AsrTrainer.Speech.Faults;

/// <summary>How the program ends. The table in README.md and in <c>asr --help</c> is made from these values.</summary>
public enum ExitCode
{
    /// <summary>Everything that was asked for was done.</summary>
    Success = 0,

    /// <summary>A fault of the program itself; the log holds the details.</summary>
    InternalError = 1,

    /// <summary>The command line could not be understood, or does not fit the run folder.</summary>
    Usage = 2,

    /// <summary>A configuration file or a <c>--set</c> has a fault.</summary>
    Configuration = 3,

    /// <summary>Audio, transcripts, a corpus or a manifest cannot be used.</summary>
    Data = 4,

    /// <summary>A model file or a checkpoint cannot be used.</summary>
    Model = 5,

    /// <summary>The machine lacks something: a native library, a device, memory, disk space, a permission.</summary>
    Environment = 6,

    /// <summary>Some of the files asked for could not be processed; the others were.</summary>
    Partial = 7,

    /// <summary>Training diverged: its losses, weights or outputs were no numbers any more.</summary>
    Diverged = 8,

    /// <summary>The user stopped it (Ctrl+C or SIGTERM); a checkpoint was written where there was training to keep.</summary>
    Interrupted = 130,
}
