using AsrTrainer.Speech.Audio;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Speech.Tests.Audio;

public sealed class AudioFilesTests : IDisposable
{
    private readonly TemporaryAudio audio = new();

    public void Dispose() => audio.Dispose();

    [Fact]
    public void A_folder_gives_the_audio_in_it_and_in_its_folders_sorted()
    {
        var second = audio.Write("b/2.FLAC", [1]);
        var first = audio.Write("b/1.wav", [1]);
        var outer = audio.Write("a.mp3", [1]);
        audio.Write("b/notes.txt", [1]);
        audio.Write("b/.hidden.wav", [1]);
        audio.Write(".trash/old.wav", [1]);

        Assert.Equal([outer, first, second], AudioFiles.Expand([audio.Folder]));
    }

    [Fact]
    public void Files_keep_the_order_in_which_they_were_named_whatever_their_extension()
    {
        var raw = audio.Write("z.dat", [1]);
        var wav = audio.Write("a.wav", [1]);

        Assert.Equal([raw, wav], AudioFiles.Expand([raw, wav]));
    }

    [Fact]
    public void A_file_named_twice_is_given_once()
    {
        var wav = audio.Write("a.wav", [1]);

        Assert.Equal([wav], AudioFiles.Expand([wav, audio.Folder, Path.Combine(audio.Folder, ".", "a.wav")]));
    }

    [Fact]
    public void Linked_folders_are_followed_and_circles_end()
    {
        var inner = audio.Write("corpus/part/a.wav", [1]);
        Directory.CreateSymbolicLink(audio.PathOf("corpus/part/back"), audio.PathOf("corpus"));
        audio.Write("elsewhere/b.wav", [1]);
        Directory.CreateSymbolicLink(audio.PathOf("corpus/linked"), audio.PathOf("elsewhere"));

        Assert.Equal([audio.PathOf("corpus/linked/b.wav"), inner], AudioFiles.Expand([audio.PathOf("corpus")]));
    }

    [Fact]
    public void What_does_not_exist_is_a_fault()
    {
        var path = audio.PathOf("none");

        var fault = Assert.Throws<UserFault>(() => AudioFiles.Expand([path]));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Equal($"there is no file or folder \"{path}\"; check the path", fault.Message);
    }

    [Fact]
    public void A_folder_without_audio_is_a_fault()
    {
        audio.Write("notes.txt", [1]);

        var fault = Assert.Throws<UserFault>(() => AudioFiles.Expand([audio.Folder]));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Equal(
            $"folder \"{audio.Folder}\" holds no audio files; looked for names that end in .aif .aifc .aiff .au .caf .flac .mp3 .oga .ogg "
            + ".opus .rf64 .snd .w64 .wav",
            fault.Message);
    }
}
