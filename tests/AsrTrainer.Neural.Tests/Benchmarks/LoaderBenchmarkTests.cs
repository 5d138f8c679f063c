using AsrTrainer.Neural.Benchmarks;
using AsrTrainer.Neural.Tests.Training;
using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Batching;
using AsrTrainer.Speech.Text;

namespace AsrTrainer.Neural.Tests.Benchmarks;

public sealed class LoaderBenchmarkTests
{
    private static readonly BatchingOptions Batching = new() { MaxUtterances = 4 };

    [Fact]
    public void A_corpus_is_loaded_until_the_time_is_over()
    {
        var utterances = SpeechClips.Corpus("clips").Utterances;
        var options = new BatchLoaderOptions { Workers = 2, SpeedFactors = [0.5] };
        var rate = LoaderBenchmark.Run(utterances, Alphabet.English, Batching, options, 0.3, CancellationToken.None);
        Assert.InRange(rate.Seconds, 0.3, 30);
        Assert.True(rate.Utterances >= 4);

        // As long as in the corpus: at half speed each takes twice as long.
        var mean = rate.AudioSeconds / rate.Utterances;
        Assert.InRange(mean, utterances.Min(u => u.Seconds), utterances.Max(u => u.Seconds));
        Assert.False(rate.Synthetic);
        Assert.Equal(rate.AudioSeconds / rate.Seconds, rate.AudioSecondsPerSecond);
    }

    [Fact]
    public void Without_a_corpus_noise_is_loaded_and_removed()
    {
        var rate = LoaderBenchmark.RunOnNoise(
            0.25, Alphabet.English, Batching, new BatchLoaderOptions(), 0.05, CancellationToken.None);
        Assert.True(rate.Synthetic);
        Assert.Equal(0.25 * rate.Utterances, rate.AudioSeconds, 6);
    }

    [Fact]
    public void Noise_is_sound_of_the_length_and_rate_asked_for_and_goes_with_its_folder()
    {
        string path;
        using (var corpus = new NoiseCorpus(0.5, 8000))
        {
            path = corpus.Utterances[3].AudioPath;
            var signal = AudioFile.ReadMono(path);
            Assert.Equal((4000, 8000), (signal.Samples.Length, signal.SampleRate));
            Assert.InRange(signal.Samples.Max(), 0.09f, 0.1f);
            Assert.Equal(0.5, corpus.Utterances[3].Seconds);
            Assert.NotEqual(signal.Samples, AudioFile.ReadMono(corpus.Utterances[4].AudioPath).Samples);
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }
}
