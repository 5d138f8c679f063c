namespace AsrTrainer.Speech.Examination;

/// <summary>How far the decoding of what is not remembered is.</summary>
/// <param name="Files">Files decoded.</param>
/// <param name="TotalFiles">Files to decode.</param>
/// <param name="Seconds">Duration of the decoded ones.</param>
/// <param name="TotalSeconds">Duration of all of them.</param>
public readonly record struct ExaminationProgress(int Files, int TotalFiles, double Seconds, double TotalSeconds);
