using System.Globalization;
using System.Text;

namespace AsrTrainer.Speech.LanguageModels;

/// <summary>
/// Writes models in ARPA form: fields apart by tabs, words by spaces, logarithms with six decimals, n-grams with the same beginning
/// together.
/// </summary>
internal sealed class ArpaWriter
{
    private const int BufferCharacters = 1 << 16;

    private readonly PackedNGrams model;
    private readonly TextWriter writer;
    private readonly StringBuilder context = new();

    private ArpaWriter(PackedNGrams model, TextWriter writer)
    {
        this.model = model;
        this.writer = writer;
    }

    /// <summary>Writes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stream">Where to; stays open.</param>
    public static void Write(PackedNGrams model, Stream stream)
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var writer = new StreamWriter(stream, encoding, BufferCharacters, leaveOpen: true)
        {
            NewLine = "\n",
        };
        new ArpaWriter(model, writer).Write();
    }

    private void Write()
    {
        writer.WriteLine("\\data\\");
        for (var order = 1; order <= model.Sizes.Count; order++)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ngram {order}={model.Sizes[order - 1]}"));
        }

        for (var order = 1; order <= model.Sizes.Count; order++)
        {
            writer.WriteLine();
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\\{order}-grams:"));
            WriteAfter(node: 0, order);
        }

        writer.WriteLine();
        writer.WriteLine("\\end\\");
    }

    // What follows a context with so many words more.
    private void WriteAfter(int node, int more)
    {
        for (var child = model.Children[node]; child < model.Children[node + 1]; child++)
        {
            var word = model.WordTable[model.Words[child]];
            if (more == 1)
            {
                WriteNGram(child, word);
            }
            else
            {
                var length = context.Length;
                context.Append(word).Append(' ');
                WriteAfter(child, more - 1);
                context.Length = length;
            }
        }
    }

    private void WriteNGram(int node, string word)
    {
        Write(model.Probabilities[node]);
        writer.Write('\t');
        writer.Write(context);
        writer.Write(word);
        if (node < model.Inner && model.Leads(node))
        {
            writer.Write('\t');
            Write(model.Backoffs[node]);
        }

        writer.Write('\n');
    }

    private void Write(float logarithm)
    {
        Span<char> text = stackalloc char[32];
        logarithm.TryFormat(text, out var length, "0.######", CultureInfo.InvariantCulture);
        writer.Write(text[..length]);
    }
}
