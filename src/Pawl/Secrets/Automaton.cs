namespace Pawl.Secrets;

/// <summary>Aho and Corasick's automaton: after each character its state is the longest ending of the text that begins a value. State 0
/// is "none".</summary>
internal sealed class Automaton
{
    private readonly Dictionary<long, int> _next = [];
    private readonly List<Node> _nodes = [new Node { Shortest = int.MaxValue }];

    /// <summary>An automaton that finds these values.</summary>
    public Automaton(IEnumerable<string> values)
    {
        foreach (var value in values)
            Add(value);
        foreach (var node in Enumerable.Range(1, _nodes.Count - 1).OrderBy(i => _nodes[i].Depth))
            Link(node);
    }

    /// <summary>The state after one more character.</summary>
    public int Next(int state, char c)
    {
        while (true)
        {
            if (_next.TryGetValue(Key(state, c), out var next))
                return next;
            if (state == 0)
                return 0;
            state = _nodes[state].Fallback;
        }
    }

    /// <summary>How many characters of a value have been seen.</summary>
    public int Depth(int state) => _nodes[state].Depth;

    /// <summary>The length of the longest value that ends here; 0 if none does.</summary>
    public int Found(int state) => _nodes[state].Found;

    /// <summary>How many characters of a value have been seen, and the length of the shortest value that begins with them.</summary>
    public (int Length, int Of) Pending(int state) => (_nodes[state].Depth, _nodes[state].Shortest);

    private void Add(string value)
    {
        var state = 0;
        foreach (var c in value)
        {
            if (!_next.TryGetValue(Key(state, c), out var next))
            {
                next = _nodes.Count;
                _nodes.Add(new Node { Parent = state, Character = c, Depth = _nodes[state].Depth + 1, Shortest = value.Length });
                _next.Add(Key(state, c), next);
            }

            state = next;
            _nodes[state].Shortest = Math.Min(_nodes[state].Shortest, value.Length);
        }

        _nodes[state].Found = value.Length;
    }

    // Nodes are linked from the shallow to the deep, so the parent's fallback is known.
    private void Link(int state)
    {
        var node = _nodes[state];
        node.Fallback = node.Parent == 0 ? 0 : Next(_nodes[node.Parent].Fallback, node.Character);
        node.Found = Math.Max(node.Found, _nodes[node.Fallback].Found);
    }

    private static long Key(int state, char c) => ((long)state << 16) | c;

    private sealed class Node
    {
        public int Parent { get; init; }

        public char Character { get; init; }

        public int Depth { get; init; }

        public int Shortest { get; set; }

        public int Fallback { get; set; }

        public int Found { get; set; }
    }
}
