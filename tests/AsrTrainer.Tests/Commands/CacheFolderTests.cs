using AsrTrainer.Commands;

namespace AsrTrainer.Tests.Commands;

public sealed class CacheFolderTests
{
    [Theory]
    [InlineData("/cache", "/home/me", "/cache/asr-trainer")]
    [InlineData(null, "/home/me", "/home/me/.cache/asr-trainer")]
    [InlineData("", "/home/me", "/home/me/.cache/asr-trainer")]
    [InlineData("relative", "/home/me", "/home/me/.cache/asr-trainer")]
    [InlineData(null, null, null)]
    [InlineData("", "", null)]
    public void It_is_where_the_environment_says(string? cacheHome, string? home, string? expected) =>
        Assert.Equal(expected, CacheFolder.Choose(cacheHome, home));
}
