namespace AsrTrainer.Speech.Files;

/// <summary>A folder, pipe, socket or device is where a file should be written.</summary>
/// <param name="path">The path.</param>
/// <param name="problem">What is there.</param>
public sealed class NotAFileException(string path, string problem) : IOException($"{path}: {problem}; name another file");
