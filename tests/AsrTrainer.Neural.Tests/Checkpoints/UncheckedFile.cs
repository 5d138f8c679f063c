using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace AsrTrainer.Neural.Tests.Checkpoints;

/// <summary>Safetensors files without the checksums that would find all damage at once: whoever means harm leaves them out.</summary>
internal static class UncheckedFile
{
    /// <summary>A file of ours without its checksums.</summary>
    public static byte[] Of(byte[] bytes)
    {
        var headerBytes = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var header = JsonNode.Parse(bytes.AsSpan(8, headerBytes))!;
        var metadata = header["__metadata__"]!.AsObject();
        Assert.True(metadata.Remove("header_sha256") && metadata.Remove("data_sha256"));
        return Whole(Encoding.UTF8.GetBytes(header.ToJsonString()), bytes.AsSpan(8 + headerBytes));
    }

    /// <summary>The metadata of a file, as JSON, without its checksums.</summary>
    public static string Metadata(byte[] bytes)
    {
        var headerBytes = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var metadata = JsonNode.Parse(bytes.AsSpan(8, headerBytes))!["__metadata__"]!.AsObject();
        metadata.Remove("header_sha256");
        metadata.Remove("data_sha256");
        return metadata.ToJsonString();
    }

    /// <summary>A file without checksums, one text of whose metadata is another.</summary>
    public static byte[] With(byte[] bytes, string key, Func<string, string> change)
    {
        var headerBytes = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var header = JsonNode.Parse(bytes.AsSpan(8, headerBytes))!;
        header["__metadata__"]![key] = change(header["__metadata__"]![key]!.GetValue<string>());
        return Whole(Encoding.UTF8.GetBytes(header.ToJsonString()), bytes.AsSpan(8 + headerBytes));
    }

    /// <summary>A header whose length was changed is found at once too: in three of four files the length is made to fit again.</summary>
    public static byte[] Fit(byte[] bytes)
    {
        var end = bytes.AsSpan().LastIndexOf("]}}"u8) + 3;
        return bytes.Length % 4 == 0 || end < 8 ? bytes : Whole(bytes.AsSpan(8, end - 8), bytes.AsSpan(end));
    }

    private static byte[] Whole(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data) =>
        [.. BitConverter.GetBytes((long)header.Length), .. header, .. data];
}
