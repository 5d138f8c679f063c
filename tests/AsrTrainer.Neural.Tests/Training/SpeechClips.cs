using AsrTrainer.Speech.Corpora;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Neural.Tests.Training;

/// <summary>The ten recorded clips of tests/fixtures/speech as checked corpora.</summary>
internal static class SpeechClips
{
    public static CheckedCorpus Corpus(string name, int count = 10) => CorpusCheck.Run(
        name,
        CorpusReader.Read(RepositoryFiles.Speech).Take(count),
        new CorpusCheckOptions { Alphabet = Alphabet.English, Normalizer = TranscriptNormalizer.LowerCase });
}
