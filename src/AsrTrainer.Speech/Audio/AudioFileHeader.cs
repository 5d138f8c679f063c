namespace AsrTrainer.Speech.Audio;

/// <summary>What an audio file says of itself, without its samples.</summary>
/// <param name="SampleRate">Frames per second, 8000 to 192000.</param>
/// <param name="Channels">Samples per frame, 1 or more.</param>
/// <param name="Frames">Frames in the file, 1 or more; for MP3 an estimate where the file does not say.</param>
public sealed record AudioFileHeader(int SampleRate, int Channels, long Frames)
{
    /// <summary>The duration in seconds.</summary>
    public double Seconds => (double)Frames / SampleRate;
}
