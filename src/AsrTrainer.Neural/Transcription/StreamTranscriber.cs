using AsrTrainer.Neural.Models;
using AsrTrainer.Speech.Segmentation;
using AsrTrainer.Speech.Timing;

namespace AsrTrainer.Neural.Transcription;

/// <summary>
/// Transcribes audio while it arrives. The segments are those that <see cref="Transcriber"/> gives of the same audio: the same windows go
/// the same way.
/// </summary>
/// <param name="recognition">The model and the decoder.</param>
/// <param name="timing">Of the model.</param>
public sealed class StreamTranscriber(Recognition recognition, FrameTiming timing)
{
    private readonly WindowRecognition windows = new(recognition, timing.SampleRate);
    private readonly SegmentAssembly assembly = new(recognition, timing);

    /// <summary>How much audio arrives between two looks at a segment that goes on, in seconds.</summary>
    public double LookEvery { get; init; } = 0.5;

    /// <summary>How much audio has arrived, in seconds.</summary>
    public double Duration { get; private set; }

    /// <summary>Whole segments, and between them what is known of the one that goes on whenever that has changed.</summary>
    /// <param name="blocks">Samples at the model's rate, as they arrive.</param>
    public IEnumerable<StreamedText> Transcribe(IEnumerable<ReadOnlyMemory<float>> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var segmenter = new SpeechSegmenter(Transcriber.Cutting(timing));
        var shown = "";
        double looked = 0;
        foreach (var block in blocks)
        {
            Duration += timing.Seconds(block.Length);
            foreach (var window in segmenter.Add(block))
            {
                if (assembly.Add(window, windows.Of(window)) is { } segment)
                {
                    yield return new StreamedText(segment.Text, segment);
                    shown = "";
                }

                shown = window.EndsSegment ? "" : shown;
            }

            if (Duration - looked >= LookEvery)
            {
                looked = Duration;
                var text = segmenter.Finish() is { } begun ? assembly.Look(begun, windows.Of(begun)) : "";
                if (text.Length > 0 && text != shown)
                {
                    yield return new StreamedText(text, Segment: null);
                }

                shown = text;
            }
        }

        if (segmenter.Finish() is { } end && assembly.Add(end, windows.Of(end)) is { } last)
        {
            yield return new StreamedText(last.Text, last);
        }
    }
}
