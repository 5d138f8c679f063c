namespace AsrTrainer.Speech.Decoding;

/// <summary>A text that begins others: one token more than the prefix that it follows. What it is worth besides the sound.</summary>
internal struct PrefixNode : ILinked
{
    /// <inheritdoc/>
    public int Before { get; set; }

    /// <summary>Its last token; the blank for the empty prefix.</summary>
    public int Token;

    /// <summary>One of the prefixes that follow it; 0 for none.</summary>
    public int FirstChild;

    /// <summary>Another that follows the same; 0 for none.</summary>
    public int NextSibling;

    /// <summary>Its place in the beam; below 0 when it is not in it.</summary>
    public int Slot;

    /// <summary>Tokens since the last space.</summary>
    public int WordLength;

    /// <summary>Where it stands among the hotwords.</summary>
    public int Hotword;

    /// <summary>The state of the language model before the word that is not complete yet.</summary>
    public long Words;

    /// <summary>Score of complete words and credit for hotwords.</summary>
    public double Bonus;

    /// <summary>What the last word would add if it were complete; NaN until somebody asks.</summary>
    public double WordScore;

    /// <summary>The state of the language model after it.</summary>
    public long WordsAfter;
}

/// <summary>The prefixes of a beam search as a tree. The empty one is at place 0.</summary>
internal sealed class PrefixTrie
{
    private readonly LinkedPool<PrefixNode> nodes = new();

    /// <inheritdoc cref="LinkedPool{T}.IsFull"/>
    public bool IsFull => nodes.IsFull;

    /// <inheritdoc cref="LinkedPool{T}.this"/>
    public ref PrefixNode this[int node] => ref nodes[node];

    /// <summary>The empty prefix alone.</summary>
    public void Begin(in PrefixNode root)
    {
        nodes.Clear();
        nodes.Add(root);
    }

    /// <summary>The prefix that follows another with a token; 0 for none.</summary>
    public int Find(int node, int token)
    {
        var child = nodes[node].FirstChild;
        while (child > 0 && nodes[child].Token != token)
        {
            child = nodes[child].NextSibling;
        }

        return child;
    }

    /// <summary>Adds a prefix that is not there yet; its place.</summary>
    public int Add(in PrefixNode node)
    {
        var place = nodes.Add(node);
        Link(place);
        return place;
    }

    /// <summary>Keeps the prefixes of a beam and all that they begin with, and moves them together.</summary>
    public void Sweep(Span<BeamEntry> beam)
    {
        nodes.BeginMarking();
        nodes.Mark(0);
        foreach (ref var entry in beam)
        {
            nodes.Mark(entry.Node);
        }

        nodes.Sweep();
        nodes[0].FirstChild = 0;
        for (var node = 1; node < nodes.Count; node++)
        {
            nodes[node].FirstChild = 0;
            Link(node);
        }

        foreach (ref var entry in beam)
        {
            entry.Node = nodes.Moved(entry.Node);
        }
    }

    // Whatever it follows stands before it, and so has been linked already.
    private void Link(int node)
    {
        ref var parent = ref nodes[nodes[node].Before];
        nodes[node].NextSibling = parent.FirstChild;
        parent.FirstChild = node;
    }
}
