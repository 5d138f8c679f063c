using System.Runtime.CompilerServices;
using TorchSharp;

namespace AsrTrainer.Torch.Tests;

/// <summary>What we show of TorchSharp is a part of TorchSharp 0.106.0, name by name; it does not change unnoticed.</summary>
public sealed class PublicSurfaceTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var approvedPath = ApprovedPath();
        var found = PublicSurface.Of(typeof(torch).Assembly, type => type.Namespace != "TorchSharp.BeyondTorchSharp");
        if (Environment.GetEnvironmentVariable("APPROVE_PUBLIC_SURFACE") == "1")
        {
            File.WriteAllText(approvedPath, string.Join('\n', found) + "\n");
        }

        var approved = File.ReadAllText(approvedPath).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var difference = Difference(approved, found);
        Assert.True(
            difference.Length == 0,
            $"The public surface has changed:\n{string.Join('\n', difference)}\n"
            + "If that is meant, and each new line is TorchSharp 0.106.0's own, approve it with\n"
            + "  APPROVE_PUBLIC_SURFACE=1 dotnet test tests/AsrTrainer.Torch.Tests --filter PublicSurface");
    }

    [Fact]
    public void A_difference_names_the_type_and_the_lines_that_went_and_came()
    {
        Assert.Empty(Difference(["class A", "    int x"], ["class A", "    int x"]));
        Assert.Equal(
            ["- class A |     int x", "+ class A |     int y", "+ class B"],
            Difference(["class A", "    int x"], ["class A", "    int y", "class B"]));
    }

    private static string ApprovedPath([CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, "PublicSurface.approved.txt");

    private static string[] Difference(string[] approved, string[] found)
    {
        var before = WithTypes(approved);
        var after = WithTypes(found);
        return [.. before.Except(after).Select(line => "- " + line), .. after.Except(before).Select(line => "+ " + line)];
    }

    // Each member together with its type, since members of different types look alike.
    private static List<string> WithTypes(string[] lines)
    {
        var all = new List<string>();
        var type = "";
        foreach (var line in lines)
        {
            var isMember = line.StartsWith(' ');
            type = isMember ? type : line;
            all.Add(isMember ? $"{type} | {line}" : line);
        }

        return all;
    }
}
