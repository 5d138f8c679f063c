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

        Assert.Equal([outer, first, second], AudioFiles.Find(audio.Folder).Files);
    }

    [Fact]
    public void Files_are_taken_as_they_are_named_whatever_their_extension()
    {
        var raw = audio.Write("z.dat", [1]);
        var wav = audio.Write("a.wav", [1]);

        Assert.Equal([raw, wav], new[] { raw, wav }.SelectMany(path => AudioFiles.Find(path).Files));
    }

    [Fact]
    public void Paths_begin_as_the_folder_was_written()
    {
        audio.Write("b/1.wav", [1]);
        var written = Path.GetRelativePath(Environment.CurrentDirectory, audio.Folder);

        Assert.Equal([$"{written}/b/1.wav"], AudioFiles.Find(written).Files);
        Assert.Equal([$"{written}/b/1.wav"], AudioFiles.Find(written + "/").Files);
    }

    [Fact]
    public void A_folder_in_it_that_cannot_be_read_is_named_and_costs_none_of_the_others()
    {
        var wav = audio.Write("a/1.wav", [1]);
        audio.Write("closed/2.wav", [1]);
        var closed = audio.PathOf("closed");

        // Not by the file system's rights: whoever may do everything, as in a container, may read it all the same.
        var listing = AudioFiles.Find(
            audio.Folder,
            folder => folder == closed ? throw new UnauthorizedAccessException("denied") : new DirectoryInfo(folder).GetFileSystemInfos());

        Assert.Equal([wav], listing.Files);
        Assert.Equal($"folder \"{closed}\" cannot be read: denied", Assert.Single(listing.Unreadable).Message);
    }

    [Fact]
    public void Audio_in_formats_that_cannot_be_read_is_counted_with_an_example()
    {
        audio.Write("1.wav", [1]);
        Assert.Null(AudioFiles.Find(audio.Folder).OtherFormatsNotice);
        audio.Write("2.mkv", [1]);
        var first = audio.Write("2.M4A", [1]);

        var listing = AudioFiles.Find(audio.Folder);

        Assert.Single(listing.Files);
        Assert.Equal(
            $"2 audio files are in formats that cannot be read, for instance \"{first}\"; convert them, for instance to FLAC",
            listing.OtherFormatsNotice);
    }

    [Fact]
    public void Linked_folders_are_followed_and_circles_end()
    {
        var inner = audio.Write("corpus/part/a.wav", [1]);
        Directory.CreateSymbolicLink(audio.PathOf("corpus/part/back"), audio.PathOf("corpus"));
        audio.Write("elsewhere/b.wav", [1]);
        Directory.CreateSymbolicLink(audio.PathOf("corpus/linked"), audio.PathOf("elsewhere"));

        Assert.Equal([audio.PathOf("corpus/linked/b.wav"), inner], AudioFiles.Find(audio.PathOf("corpus")).Files);
    }

    [Fact]
    public void What_does_not_exist_is_a_fault()
    {
        var path = audio.PathOf("none");

        var fault = Assert.Throws<UserFault>(() => AudioFiles.Find(path));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Equal($"there is no file or folder \"{path}\"; check the path", fault.Message);
    }

    [Fact]
    public void A_folder_without_audio_is_a_fault()
    {
        audio.Write("notes.txt", [1]);

        var fault = Assert.Throws<UserFault>(() => AudioFiles.Find(audio.Folder));

        Assert.Equal(ExitCode.Data, fault.Code);
        Assert.Equal(
            $"folder \"{audio.Folder}\" holds no audio files; looked for names that end in .aif .aifc .aiff .au .caf .flac .mp3 .oga .ogg "
            + ".opus .rf64 .snd .w64 .wav",
            fault.Message);
    }
}
