using AsrTrainer.Speech.Audio;

namespace AsrTrainer.Speech.Tests.Audio;

public sealed class OggPagesTests
{
    private const int Continues = 0;
    private const int EndOfStream = 4;

    private static byte[] Whole => [.. Page(2, 30), .. Page(Continues, 255, 10), .. Page(EndOfStream, 255, 255, 40)];

    [Fact]
    public void A_whole_file_lacks_nothing() => Assert.Null(Cut(Whole));

    [Fact]
    public void Streams_after_one_another_and_bytes_of_another_kind_behind_them_lack_nothing() =>
        Assert.All([[.. Whole, .. Whole], [.. Whole, .. "TAG and a title"u8]], (byte[] file) => Assert.Null(Cut(file)));

    [Fact]
    public void A_recording_that_was_stopped_between_two_pages_lacks_nothing() =>
        Assert.Null(Cut([.. Page(2, 30), .. Page(Continues, 255, 10)]));

    [Fact]
    public void A_packet_that_no_page_goes_on_with_was_cut_off() =>
        Assert.Equal("lacks the rest of its last packet", Cut([.. Page(2, 30), .. Page(Continues, 10, 255)]));

    [Fact]
    public void Every_end_within_a_page_is_found()
    {
        var last = Page(EndOfStream, 255, 255, 40).Length;
        for (var missing = 1; missing <= last - 5; missing++)
        {
            // The page says how long it is in its first thirty bytes.
            var known = missing <= last - 30 ? $"of which {missing} bytes are missing" : "of which ";
            Assert.Contains(known, Cut([.. Whole, .. Whole[..^missing]]));
        }
    }

    [Fact]
    public void Other_files_and_other_versions_are_not_judged()
    {
        var later = Whole[..^1];
        later[4] = 1;
        Assert.All([later, [], [.. "OggS"u8], TemporaryAudio.Flac()], (byte[] file) => Assert.Null(Cut(file)));
    }

    [Fact]
    public void Pages_of_nothing_without_end_are_given_up()
    {
        byte[] empty = Page(Continues);
        byte[] many = [.. Enumerable.Repeat(empty, (1 << 18) + 1).SelectMany(page => page)];

        Assert.Null(Cut([.. many, .. empty[..20]]));
        Assert.NotNull(Cut([.. empty, .. empty[..20]]));
    }

    private static string? Cut(byte[] file) => OggPages.FindCut(new MemoryStream(file));

    // Capture pattern, version, flags, position, stream, number and checksum, then the sizes of the segments and these.
    private static byte[] Page(byte flags, params byte[] segments) =>
        [.. "OggS"u8, 0, flags, .. new byte[20], (byte)segments.Length, .. segments, .. new byte[segments.Sum(size => size)]];
}
