using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AsrTrainer.Tests.Commands;

public sealed class LanguageModelRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_model_is_made_written_in_binary_form_and_measured()
    {
        string text = folder.File("text.txt");
        File.WriteAllText(text, "The cat sat.\nThe cat ran, and 2 dogs sat!\n\n");
        ProgramResult built = ProgramResult.Of("lm", "build", text, "--order", "2", "--output", folder.File("new/m.arpa.gz"));
        Assert.Equal(0, built.Code);
        Assert.StartsWith("2 sentences, 10 words, 1 of them unknown (10.00 %)\n", built.Results.ReplaceLineEndings("\n"));
        Assert.Contains("  U+002E '.': 1 time, first in " + text + ":1", built.MessageLines);

        ProgramResult packed = ProgramResult.Of("lm", "binary", folder.File("new/m.arpa.gz"), folder.File("m.asrlm"));
        Assert.Equal(0, packed.Code);
        JsonNode[] found =
        [
            .. ((string[])["new/m.arpa.gz", "m.asrlm"]).Select(name =>
                JsonNode.Parse(ProgramResult.Of("lm", "perplexity", folder.File(name), text, "--json").Results)!),
        ];
        Assert.Equal((2, 10, 1), ((int)found[0]["sentences"]!, (int)found[0]["words"]!, (int)found[0]["unknown_words"]!));
        Assert.Equal((double)found[0]["perplexity"]!, (double)found[1]["perplexity"]!);
        Assert.InRange((double)found[0]["perplexity"]!, 1.5, 3);

        ProgramResult shown = ProgramResult.Of("lm", "perplexity", folder.File("m.asrlm"), text);
        Assert.Contains("unknown words                 1 (10.00 %)", shown.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void A_corpus_gives_its_transcripts()
    {
        ProgramResult result = ProgramResult.Of("lm", "build", TinyRun.Clips, "--output", folder.File("m.arpa"));
        Assert.Equal(0, result.Code);
        Assert.StartsWith("\\data\\\nngram 1=", File.ReadAllText(folder.File("m.arpa")));
    }

    [Fact]
    public void The_configuration_says_what_the_words_are()
    {
        string text = folder.File("text.txt");
        File.WriteAllText(text, "Ab Ba\n");
        ProgramResult result = ProgramResult.Of(
            "lm", "build", text, "--output", folder.File("m.arpa"), "--set", "text.normalizer=keep-case", "--set", "text.alphabet= Ab");
        Assert.Equal(0, result.Code);
        Assert.Contains("\tAb", File.ReadAllText(folder.File("m.arpa")), StringComparison.Ordinal);
        Assert.Contains("1 of them unknown", result.Results, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--order", "6")]
    [InlineData(2, "--prune", "1,0")]
    [InlineData(2, "--prune", "x")]
    [InlineData(2, "--min-count", "0")]
    [InlineData(2, "--max-words", "0")]
    [InlineData(2, "--output", ".")]
    [InlineData(3, "--set", "text.normalizer=none")]
    [InlineData(3, "--config", "no/such.yaml")]
    [InlineData(4, "no/such.txt")]
    public void What_cannot_be_done_leaves_no_file(int code, params string[] arguments)
    {
        string text = folder.File("text.txt");
        File.WriteAllText(text, "one two\n");
        string[] output = arguments.Contains("--output") ? [] : ["--output", folder.File("m.arpa")];
        ProgramResult result = ProgramResult.Of(["lm", "build", text, .. output, .. arguments]);
        Assert.Equal((code, ""), (result.Code, result.Results));
        Assert.StartsWith("error: ", result.Messages);
        Assert.Equal([text], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Text_without_words_and_files_that_are_no_models_are_refused()
    {
        string text = folder.File("text.txt");
        File.WriteAllText(text, " ... \n");
        Assert.Equal(4, ProgramResult.Of("lm", "build", text, "--output", folder.File("m.arpa")).Code);
        Assert.Equal(5, ProgramResult.Of("lm", "perplexity", text, text).Code);
        Assert.Equal(5, ProgramResult.Of("lm", "binary", text, folder.File("m.asrlm")).Code);
        Assert.Equal([text], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void What_is_no_file_is_not_written_to_and_a_link_is_followed()
    {
        string text = folder.File("text.txt");
        File.WriteAllText(text, "one two\n");
        Directory.CreateDirectory(folder.File("models"));
        File.CreateSymbolicLink(folder.File("latest.arpa"), "models/m.arpa");
        using (Process make = Process.Start("mkfifo", [folder.File("pipe")]))
        {
            make.WaitForExit();
        }

        Assert.Equal(0, ProgramResult.Of("lm", "build", text, "--output", folder.File("latest.arpa")).Code);
        Assert.StartsWith("\\data\\", File.ReadAllText(folder.File("models/m.arpa")));
        Assert.Equal("models/m.arpa", new FileInfo(folder.File("latest.arpa")).LinkTarget);
        ProgramResult[] refused =
        [
            ProgramResult.Of("lm", "build", text, "--output", folder.File("pipe")),
            ProgramResult.Of("lm", "binary", folder.File("latest.arpa"), folder.File("pipe")),
            ProgramResult.Of("lm", "binary", folder.File("latest.arpa"), folder.File("models")),
        ];
        Assert.All(refused, one => Assert.Equal((2, ""), (one.Code, one.Results)));
        Assert.Equal($"error: --output {folder.File("pipe")}: is a pipe, a socket or a device; name another file\n", refused[0].Messages);
        Assert.Equal($"error: OUT {folder.File("models")}: is a folder; name another file\n", refused[2].Messages);
    }

    [Fact]
    public void A_folder_is_called_one()
    {
        string text = folder.File("text.txt");
        File.WriteAllText(text, "one two\n");
        Assert.Equal(
            $"error: {folder.Path}: it is a folder, and a file is needed here\n",
            ProgramResult.Of("lm", "perplexity", folder.Path, text).Messages);
        Assert.StartsWith(
            $"error: {folder.Path}: cannot be read (it is a folder, and a file is needed here)",
            ProgramResult.Of("score", "--ref", folder.Path, "--hyp", text).Messages);
    }

    [Fact]
    public void What_is_read_is_not_written_over()
    {
        string text = folder.File("text.txt");
        File.WriteAllText(text, "one two\n");
        string model = TinyModel.Write(folder.File("m.arpa"));
        string before = File.ReadAllText(model);
        File.CreateSymbolicLink(folder.File("link"), "m.arpa");
        Directory.CreateSymbolicLink(folder.File("same"), ".");

        ProgramResult[] refused =
        [
            ProgramResult.Of("lm", "build", text, "--output", text),
            ProgramResult.Of("lm", "build", model, text, "--output", folder.File("same/text.txt")),
            ProgramResult.Of("lm", "binary", model, model),
            ProgramResult.Of("lm", "binary", model, folder.File("link")),
            ProgramResult.Of("lm", "binary", folder.File("link"), folder.File("same/m.arpa")),
        ];

        Assert.All(refused, one => Assert.Equal((2, ""), (one.Code, one.Results)));
        Assert.Equal($"error: --output {text}: is read too; name another file\n", refused[0].Messages);
        Assert.Equal($"error: OUT {folder.File("link")}: is read too, as {model}; name another file\n", refused[3].Messages);
        Assert.Equal(("one two\n", before), (File.ReadAllText(text), File.ReadAllText(model)));
    }
}
