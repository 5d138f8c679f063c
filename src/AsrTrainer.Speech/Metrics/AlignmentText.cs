using System.Text;

namespace AsrTrainer.Speech.Metrics;

/// <summary>
/// Shows a hypothesis under its reference, word below word, with a mark under each error: S substitution, D deletion, I insertion.
/// Stars fill the place of a word that the other line lacks. Without errors there is no line of marks.
/// </summary>
public static class AlignmentText
{
    private const string ReferenceLabel = "REF: ";
    private const string HypothesisLabel = "HYP: ";

    /// <summary>The lines, separated by a line feed, without one at the end.</summary>
    /// <param name="reference">What was said.</param>
    /// <param name="hypothesis">What was recognised.</param>
    /// <param name="columns">
    /// Longer lines are broken between words into blocks with an empty line between them; 0 leaves them whole.
    /// </param>
    public static string Format(string reference, string hypothesis, int columns = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        var referenceWords = ErrorRates.SplitWords(reference);
        var hypothesisWords = ErrorRates.SplitWords(hypothesis);
        List<string> blocks = [];
        var block = new Block();
        foreach (var step in EditAlignment.Align<string>(referenceWords, hypothesisWords))
        {
            var referenceWord = step.Kind == EditKind.Insertion ? null : referenceWords[step.ReferenceIndex];
            var hypothesisWord = step.Kind == EditKind.Deletion ? null : hypothesisWords[step.HypothesisIndex];
            var width = Math.Max(Width(referenceWord), Width(hypothesisWord));
            if (columns > 0 && !block.IsEmpty && block.Columns + 1 + width > columns)
            {
                blocks.Add(block.ToString());
                block = new Block();
            }

            block.Add(referenceWord ?? new string('*', width), hypothesisWord ?? new string('*', width), Mark(step.Kind), width);
        }

        blocks.Add(block.ToString());
        return string.Join("\n\n", blocks);
    }

    private static string Mark(EditKind kind) => kind switch
    {
        EditKind.Substitution => "S",
        EditKind.Deletion => "D",
        EditKind.Insertion => "I",
        _ => "",
    };

    private static int Width(string? word) => word is null ? 0 : TerminalColumns.Of(word);

    private sealed class Block
    {
        private readonly StringBuilder references = new(ReferenceLabel);
        private readonly StringBuilder hypotheses = new(HypothesisLabel);
        private readonly StringBuilder marks = new(new string(' ', ReferenceLabel.Length));

        public bool IsEmpty { get; private set; } = true;

        public int Columns { get; private set; } = ReferenceLabel.Length;

        public void Add(string referenceWord, string hypothesisWord, string mark, int width)
        {
            Append(references, referenceWord, width);
            Append(hypotheses, hypothesisWord, width);
            Append(marks, mark, width);
            Columns += width + (IsEmpty ? 0 : 1);
            IsEmpty = false;
        }

        public override string ToString() =>
            string.Join('\n', new[] { references, hypotheses, marks }.Select(l => l.ToString().TrimEnd()).Where(l => l.Length > 0));

        private void Append(StringBuilder line, string word, int width) =>
            line.Append(IsEmpty ? "" : " ").Append(word).Append(' ', width - Width(word));
    }
}
