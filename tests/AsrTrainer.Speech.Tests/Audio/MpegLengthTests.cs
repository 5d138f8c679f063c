using AsrTrainer.Speech.Audio;

namespace AsrTrainer.Speech.Tests.Audio;

public sealed class MpegLengthTests
{
    [Fact]
    public void Blocks_are_counted_whatever_their_bit_rate()
    {
        byte[] file = [.. MpegBytes.Block(5), .. MpegBytes.Block(9), .. MpegBytes.Block(1)];

        Assert.Equal(new MpegLength(3 * 1152, IsStated: false), Find(file));
    }

    [Fact]
    public void A_tag_in_front_and_one_behind_are_no_sound()
    {
        // ID3v2: version 4.0, no flags, 300 bytes as 2 × 128 + 44. ID3v1: 128 bytes that begin with "TAG".
        byte[] front = [.. WavBytes.Ascii("ID3"), 4, 0, 0, 0, 0, 2, 44, .. Enumerable.Repeat((byte)0xFF, 300)];
        byte[] behind = [.. WavBytes.Ascii("TAG"), .. new byte[125]];
        byte[] file = [.. front, .. MpegBytes.Block(5), .. MpegBytes.Block(5), .. behind];

        Assert.Equal(new MpegLength(2 * 1152, IsStated: false), Find(file));
    }

    [Fact]
    public void A_statement_of_the_length_is_seen()
    {
        byte[] file = [.. MpegBytes.StatementBlock(5, 2, 1000), .. MpegBytes.Block(5), .. MpegBytes.Block(5)];

        Assert.Equal(new MpegLength(3 * 1152, IsStated: true), Find(file));
    }

    [Fact]
    public void Half_a_block_at_the_end_does_not_count()
    {
        byte[] file = [.. MpegBytes.Block(5), .. MpegBytes.Block(5), .. MpegBytes.Block(5)[..100]];

        Assert.Equal(2 * 1152, Find(file)?.Frames);
    }

    [Fact]
    public void Damage_between_blocks_is_passed_over()
    {
        byte[] file = [.. MpegBytes.Block(5), .. MpegBytes.Block(5), 1, 2, 0xFF, 3, .. MpegBytes.Block(5)];

        Assert.Equal(3 * 1152, Find(file)?.Frames);
    }

    [Fact]
    public void Something_else_has_no_length()
    {
        Assert.Null(Find([]));
        Assert.Null(Find([0xFF, 0xFB]));
        Assert.Null(Find(new byte[5000]));
        Assert.Null(Find([.. Enumerable.Repeat((byte)0xFF, 5000)]));
    }

    private static MpegLength? Find(byte[] file) => MpegLength.Find(new MemoryStream(file));
}
