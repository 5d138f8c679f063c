using System.Runtime.InteropServices;

namespace AsrTrainer.Speech.Segmentation;

/// <summary>
/// Cuts audio that comes block by block into windows: at its pauses, and where speech goes on for too long without one into pieces that
/// overlap. What holds no speech is left out. The same audio gives the same windows whatever its blocks. A segment depends on nothing
/// beyond the pauses around it, so that recordings joined with digital silence give the windows of each recording alone.
/// </summary>
public sealed class SpeechSegmenter
{
    // Below this nothing is heard. In a segment, a frame so far below the loudest belongs to a pause, and so does one that is hardly above
    // the quietest tenth of a second, if that is well below the loudest.
    private const double Inaudible = -75;
    private const double BelowLoudest = 40;
    private const double AboveQuietest = 6;
    private const double WithinLoudest = 15;
    private const int QuietestFrames = 10;

    // Silence before the first sound of a segment that may belong to it.
    private const int LeadFrames = 100;

    // Sound that only goes on is dropped so often, but for what speech may have begun in.
    private const int SteadyFrames = 150;
    private const int SteadyKept = 50;

    private readonly SegmentationOptions options;
    private readonly List<float> samples = [];
    private readonly List<double> levels = [];
    private SpeechLevels meter;
    private float before;
    private int unchanged;

    // Where the audio begins, or goes on after digital silence.
    private long origin;
    private long first;
    private double loudest;
    private double quietest;
    private int pause;

    // Of a segment that goes on: samples before its next window begins, and those of the window that the last one had as well.
    private int skipped;
    private int overlap;

    /// <summary>Begins at the start of some audio.</summary>
    public SpeechSegmenter(SegmentationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        meter = new SpeechLevels(options.SampleRate);
        Forget(0);
    }

    private double Threshold =>
        Math.Max(Inaudible, Math.Min(loudest - WithinLoudest, Math.Max(loudest - BelowLoudest, quietest + AboveQuietest)));

    /// <summary>Takes the next samples, and gives the windows that are complete with them.</summary>
    public IEnumerable<SpeechWindow> Add(ReadOnlyMemory<float> block)
    {
        for (var i = 0; i < block.Length; i++)
        {
            var sample = block.Span[i];
            LookForOrigin(sample);
            samples.Add(sample);
            if (meter.Add(sample) is { } level && Judge(level) is { } window)
            {
                yield return window;
            }
        }
    }

    /// <summary>
    /// The window that there is if the audio ends here, or null. Nothing is changed, so that whoever cannot wait may look at it early.
    /// </summary>
    public SpeechWindow? Finish() => Close(samples.Count);

    // What comes after digital silence is cut as if nothing had come before it.
    private void LookForOrigin(float sample)
    {
        if (DigitalSilence.GoesOn(before, sample))
        {
            unchanged++;
        }
        else
        {
            if (unchanged >= LeastSilence && overlap == 0 && levels.Count == pause)
            {
                origin = first + samples.Count;
                first = origin;
                samples.Clear();
                levels.Clear();
                skipped = 0;
                meter = new SpeechLevels(options.SampleRate);
                Forget(0);
            }

            unchanged = 0;
        }

        before = sample;
    }

    private SpeechWindow? Judge(double level)
    {
        levels.Add(level);
        Measure(levels.Count - 1);
        var sound = levels.Count - pause;
        if (overlap == 0 && sound == 0)
        {
            if (levels.Count >= 2 * LeadFrames)
            {
                Forget(levels.Count - LeadFrames);
            }
        }
        else if (pause >= Frames(options.ShortPause) && pause >= Frames(NeededPause(sound)))
        {
            var end = sound + (pause / 2);
            var window = Close(end * meter.FrameSamples);
            (skipped, overlap) = (0, 0);

            // A recording that ended with the window, and digital silence since then, leave nothing for the next one.
            var ended = window is null ? 0 : window.FirstSample + window.Samples.Length - first;
            Forget(Math.Max(end, (int)Math.Min(levels.Count, (ended + meter.FrameSamples - 1) / meter.FrameSamples)));
            return window;
        }
        else if (overlap == 0 && levels.Count % SteadyKept == 0 && levels.Count - FirstSound() >= SteadyFrames && !HasSpeech())
        {
            Forget(levels.Count - SteadyKept);
        }
        else if (levels.Count >= Frames(options.Longest))
        {
            return Continue();
        }

        return null;
    }

    // A window after which its segment goes on.
    private SpeechWindow? Continue()
    {
        var start = overlap > 0 ? skipped : Start();
        var length = (int)(options.Longest * options.SampleRate);
        if (samples.Count < start + length)
        {
            return null;
        }

        var window = new SpeechWindow(first + start, [.. samples.Slice(start, length)], overlap, EndsSegment: false);
        var step = (length - (int)(options.Overlap * options.SampleRate)) / options.FrameSamples * options.FrameSamples;
        overlap = length - step;
        var frames = (start + step) / meter.FrameSamples;
        skipped = start + step - (frames * meter.FrameSamples);
        Forget(frames);
        return window;
    }

    // The window that ends its segment, at this sample unless digital silence comes before it; null if there is no speech in it.
    private SpeechWindow? Close(int limit)
    {
        if (overlap == 0 && (levels.Count == pause || !HasSpeech()))
        {
            return null;
        }

        var heard = CollectionsMarshal.AsSpan(samples);
        var start = overlap > 0 ? skipped : Start();
        var lastSound = (levels.Count - pause - 1) * meter.FrameSamples;
        var silence = DigitalSilence.StartOfFirst(heard, Math.Max(start, lastSound), heard.Length, LeastSilence);
        var end = Math.Max(skipped + overlap, silence < heard.Length ? silence : limit);
        return new SpeechWindow(first + start, heard[start..end].ToArray(), overlap, EndsSegment: true);
    }

    // Where the segment begins: at the audio's start or the end of digital silence if they are near its first sound, else a little before
    // that.
    private int Start()
    {
        var sound = FirstSound();
        var near = Math.Max(0, sound - LeadFrames) * meter.FrameSamples;
        var heard = CollectionsMarshal.AsSpan(samples);
        var silence = DigitalSilence.EndOfLast(heard, near, Math.Min(heard.Length, (sound + 1) * meter.FrameSamples), LeastSilence);
        return silence > near || first + near == origin ? silence : Math.Max(0, sound - (Frames(options.Pause) / 2)) * meter.FrameSamples;
    }

    // Less is needed once a segment lasts for long.
    private double NeededPause(int sound) =>
        overlap > 0 || sound - FirstSound() >= Frames(options.Long) ? options.ShortPause : options.Pause;

    private int LeastSilence => 2 * meter.FrameSamples;

    private int FirstSound() => Math.Max(0, levels.FindIndex(level => level >= Threshold));

    private bool HasSpeech() => SpeechLikeness.IsThere(CollectionsMarshal.AsSpan(levels));

    private int Frames(double seconds) => (int)Math.Round(seconds * options.SampleRate / meter.FrameSamples);

    private void Forget(int frames)
    {
        levels.RemoveRange(0, frames);
        samples.RemoveRange(0, frames * meter.FrameSamples);
        first += frames * meter.FrameSamples;
        (loudest, quietest, pause) = (double.NegativeInfinity, double.PositiveInfinity, 0);
        for (var i = 0; i < levels.Count; i++)
        {
            Measure(i);
        }
    }

    // Takes a frame into account.
    private void Measure(int frame)
    {
        loudest = Math.Max(loudest, levels[frame]);
        if (frame + 1 >= QuietestFrames)
        {
            // Digital silence says nothing of how quiet a recording can be.
            double[] tenth = [.. CollectionsMarshal.AsSpan(levels)[(frame + 1 - QuietestFrames)..(frame + 1)]];
            quietest = tenth.Min() > DigitalSilence.Level ? Math.Min(quietest, tenth.Average()) : quietest;
        }

        pause = levels[frame] < Threshold ? pause + 1 : 0;
    }
}
