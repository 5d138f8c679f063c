using AsrTrainer.Speech.Segmentation;

namespace AsrTrainer.Speech.Tests.Segmentation;

public sealed class SpeechSegmenterTests
{
    private const int Rate = Syllables.Rate;
    private const int FrameSamples = 480;

    [Fact]
    public void A_recording_without_pauses_is_one_window_from_its_first_sample_to_its_last()
    {
        float[] audio = [.. Syllables.Noise(0.4, 1e-4), .. Syllables.Speech(3.01), .. Syllables.Noise(0.3, 1e-4)];

        var window = Assert.Single(Windows(audio));

        Assert.Equal((0, 0, true), (window.FirstSample, window.OverlapSamples, window.EndsSegment));
        Assert.Equal(audio, window.Samples);
    }

    [Fact]
    public void The_size_of_blocks_does_not_matter()
    {
        float[] audio = [.. Syllables.Speech(25), .. Syllables.Noise(1, 1e-3), .. Syllables.Speech(2)];
        var whole = Windows(audio);

        Assert.True(whole.Count >= 3);
        foreach (var size in (int[])[1, 999, 48_000])
        {
            AssertSame(whole, Windows(audio, size));
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.23456)]
    [InlineData(7)]
    public void Recordings_joined_with_digital_silence_come_apart_to_the_sample(double gap)
    {
        float[][] recordings =
        [
            // A recorded sample of 0 beside the silence could not be told from it.
            [.. Syllables.Noise(0.08, 1e-4), .. Syllables.Speech(1.7), .. Syllables.Noise(0.12, 1e-4), 1e-3f],
            [.. Syllables.Noise(0.6, 1e-4, 5), .. Syllables.Speech(0.4, 7), .. Syllables.Noise(0.4, 1e-4, 6), 1e-3f],
            [.. Syllables.Speech(1.1, 9), .. Syllables.Noise(0.41, 1e-4, 6), .. Syllables.Noise(0.04, 1e-3, 6), 1e-3f],
            [0.01f, .. Syllables.Speech(3.3, 8, amplitude: 0.02), 0.01f],
        ];
        List<float> joined = [];
        List<long> starts = [];
        foreach (var recording in recordings)
        {
            starts.Add(joined.Count);
            joined.AddRange(recording);
            joined.AddRange(Syllables.Zeros(gap));
        }

        var windows = Windows([.. joined]);

        Assert.Equal(starts, windows.Select(window => window.FirstSample));
        Assert.All(windows.Zip(recordings), pair => Assert.Equal(pair.Second, pair.First.Samples));
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(1.00003)]
    public void A_long_recording_among_others_is_cut_at_its_pauses_as_it_is_alone(double gap)
    {
        // Levels are measured 10 ms by 10 ms: from its own first sample on, wherever that is.
        float[] recording =
        [
            .. Syllables.Noise(0.3, 1e-3), .. Syllables.Speech(11, 3), .. Syllables.Noise(0.21, 2e-3), .. Syllables.Speech(12, 4),
            .. Syllables.Noise(0.27, 3e-3), .. Syllables.Speech(23, 5), .. Syllables.Noise(0.1, 1e-3),
        ];
        var alone = Windows(recording);
        Assert.True(alone.Count >= 4);
        float[] other = [.. Syllables.Speech(1.50003), 0.01f];

        var joined = Windows([.. other, .. Syllables.Zeros(gap), .. recording, .. Syllables.Zeros(gap), .. other]);

        AssertSame(
            alone,
            [
                .. joined.Skip(1).SkipLast(1)
                    .Select(window => window with { FirstSample = window.FirstSample - other.Length - Syllables.Zeros(gap).Length }),
            ]);
    }

    [Fact]
    public void A_pause_of_half_a_second_is_cut_in_two_and_a_shorter_one_is_not()
    {
        float[] audio =
        [
            .. Syllables.Speech(2), .. Syllables.Noise(0.3, 1e-4), .. Syllables.Speech(2), .. Syllables.Noise(3, 1e-4),
            .. Syllables.Speech(1),
        ];

        var windows = Windows(audio);

        Assert.Equal(2, windows.Count);
        Assert.InRange(Seconds(windows[0].Samples.Length), 4.3 + 0.2, 4.3 + 0.3);
        Assert.InRange(Seconds(windows[1].FirstSample), 7.3 - 0.3, 7.3 - 0.2);
        Assert.Equal(audio.Length, windows[1].FirstSample + windows[1].Samples.Length);
    }

    [Fact]
    public void Speech_that_goes_on_is_cut_at_short_pauses_after_ten_seconds()
    {
        float[] audio =
        [
            .. Syllables.Speech(6), .. Syllables.Noise(0.3, 1e-4), .. Syllables.Speech(6), .. Syllables.Noise(0.3, 1e-4),
            .. Syllables.Speech(6),
        ];

        var windows = Windows(audio);

        Assert.Equal(2, windows.Count);
        Assert.InRange(Seconds(windows[0].Samples.Length), 12.3, 12.5);
        Assert.Equal(audio.Length, windows[1].FirstSample + windows[1].Samples.Length);
    }

    [Fact]
    public void Speech_without_a_pause_is_windows_that_overlap_by_whole_frames_and_miss_nothing()
    {
        var audio = Syllables.Speech(70);

        var windows = Windows(audio);

        Assert.True(windows.Count >= 4);
        Assert.Equal(0, windows[0].OverlapSamples);
        Assert.Equal(audio.Length, windows[^1].FirstSample + windows[^1].Samples.Length);
        Assert.Equal([.. Enumerable.Repeat(false, windows.Count - 1), true], windows.Select(window => window.EndsSegment));
        Assert.All(windows, window => Assert.Equal(audio[(int)window.FirstSample..][..window.Samples.Length], window.Samples));
        foreach (var (before, after) in windows.Zip(windows.Skip(1)))
        {
            Assert.Equal(0, (after.FirstSample - before.FirstSample) % FrameSamples);
            Assert.Equal(before.FirstSample + before.Samples.Length - after.FirstSample, after.OverlapSamples);
            Assert.InRange(Seconds(after.OverlapSamples), 4, 4.03);
        }
    }

    [Fact]
    public void A_segment_of_several_windows_ends_at_the_next_pause()
    {
        float[] audio = [.. Syllables.Speech(30), .. Syllables.Zeros(2), .. Syllables.Speech(1)];

        var windows = Windows(audio);

        Assert.Equal([false, true, true], windows.Select(window => window.EndsSegment));
        Assert.Equal(30 * Rate, windows[1].FirstSample + windows[1].Samples.Length);
        Assert.Equal((32 * Rate, 0), (windows[2].FirstSample, windows[2].OverlapSamples));
    }

    public static TheoryData<string> Sounds() => ["nothing", "silence", "offset", "noise", "quiet noise", "tone", "hum", "burst", "click"];

    [Theory]
    [MemberData(nameof(Sounds))]
    public void What_holds_no_speech_is_no_window(string sound)
    {
        float[] audio = sound switch
        {
            "nothing" => [],
            "silence" => Syllables.Zeros(30),
            "offset" => [.. Syllables.Zeros(1), .. Syllables.Zeros(29, 0.3f)],
            "noise" => Syllables.Noise(60, 0.3),
            "quiet noise" => Syllables.Noise(30, 0.001),
            "tone" => Syllables.Tone(30, 1000),
            "hum" => Syllables.Tone(30, 50),
            "burst" =>
            [
                .. Syllables.Zeros(3), .. Syllables.Tone(2, 440), .. Syllables.Zeros(3), .. Syllables.Noise(2, 0.3), .. Syllables.Zeros(3),
            ],
            _ => [.. Syllables.Zeros(1), 0.9f, .. Syllables.Zeros(1)],
        };

        Assert.Empty(Windows(audio));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.005)]
    [InlineData(0.001)]
    public void Loud_and_quiet_speech_is_found(double amplitude)
    {
        float[] audio = [.. Syllables.Zeros(2), .. Syllables.Speech(2, amplitude: amplitude), .. Syllables.Zeros(2)];

        var window = Assert.Single(Windows(audio));

        Assert.Equal((2 * Rate, 2 * Rate), (window.FirstSample, window.Samples.Length));
    }

    [Fact]
    public void Speech_in_noise_is_found_without_the_noise_that_went_on_before_it()
    {
        var audio = Syllables.Noise(40, 0.005);
        var speech = Syllables.Speech(3);
        for (var i = 0; i < speech.Length; i++)
        {
            audio[(30 * Rate) + i] += speech[i];
        }

        var window = Assert.Single(Windows(audio));

        Assert.InRange(Seconds(window.FirstSample), 29, 30);
        Assert.InRange(Seconds(window.FirstSample + window.Samples.Length), 33, 34);
    }

    [Fact]
    public void To_look_at_the_end_early_changes_nothing()
    {
        float[] audio = [.. Syllables.Speech(4), .. Syllables.Zeros(1), .. Syllables.Speech(3)];
        var segmenter = Segmenter();
        List<SpeechWindow> windows = [];
        foreach (var block in audio.Chunk(1000))
        {
            windows.AddRange(segmenter.Add(block));
            segmenter.Finish();
        }

        windows.Add(segmenter.Finish()!);

        AssertSame(Windows(audio), windows);
    }

    private static SpeechSegmenter Segmenter() => new(new SegmentationOptions
    {
        SampleRate = Rate,
        FrameSamples = FrameSamples,
    });

    private static List<SpeechWindow> Windows(float[] audio, int blockSamples = 65_536)
    {
        var segmenter = Segmenter();
        List<SpeechWindow> windows = [.. audio.Chunk(blockSamples).SelectMany(block => segmenter.Add(block))];
        if (segmenter.Finish() is { } end)
        {
            windows.Add(end);
        }

        return windows;
    }

    private static double Seconds(long samples) => (double)samples / Rate;

    private static void AssertSame(List<SpeechWindow> expected, List<SpeechWindow> actual)
    {
        Assert.Equal(
            expected.Select(window => (window.FirstSample, window.OverlapSamples, window.EndsSegment)),
            actual.Select(window => (window.FirstSample, window.OverlapSamples, window.EndsSegment)));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Samples, pair.Second.Samples));
    }
}
