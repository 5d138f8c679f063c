using AsrTrainer.Speech.Corpora;

namespace AsrTrainer.Speech.Examination;

/// <summary>A corpus on its way into an examination.</summary>
/// <param name="Corpus">As <see cref="CorpusCheck.Find"/> left it.</param>
/// <param name="Path">The folder or manifest that it was read from.</param>
/// <param name="Options">What it was held to there.</param>
/// <param name="IsTrained">Whether it is trained on; the others are held against those that are.</param>
public sealed record CorpusToExamine(CheckedCorpus Corpus, string Path, CorpusCheckOptions Options, bool IsTrained);
