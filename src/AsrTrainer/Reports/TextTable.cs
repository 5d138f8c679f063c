namespace AsrTrainer.Reports;

/// <summary>Columns of text and numbers, each as wide as it needs to be: texts begin together, numbers end together.</summary>
/// <param name="isText">Whether the column of this number, from 0, holds texts.</param>
/// <param name="header">The names of the columns.</param>
internal sealed class TextTable(Func<int, bool> isText, params string[] header)
{
    private readonly List<string[]> rows = [header];

    /// <summary>Adds a row; it has as many cells as the header.</summary>
    public void Add(params string[] cells) => rows.Add(cells);

    /// <summary>Writes the header, the rows and an empty line.</summary>
    public void WriteTo(TextWriter output)
    {
        int[] widths = [.. header.Select((_, column) => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            IEnumerable<string> cells = row.Select((cell, column) =>
                isText(column) ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }

        output.WriteLine();
    }
}
