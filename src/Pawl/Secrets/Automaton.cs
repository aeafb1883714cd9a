using System.Runtime.InteropServices;

namespace Pawl.Secrets;

/// <summary>Aho and Corasick's automaton: after each character its state is the longest ending of the text that begins a value. State 0
/// is "none".</summary>
internal sealed class Automaton
{
    private readonly Node[] _nodes;

    // Most nodes go on to one other, which then is the next: only where values part is there an entry.
    private readonly Dictionary<long, int> _branches = [];

    // Most characters of a text begin nothing.
    private readonly int[] _firsts = new int[128];

    /// <summary>An automaton that finds these values.</summary>
    public Automaton(IEnumerable<string> values)
    {
        var nodes = new List<Node> { new() { Shortest = int.MaxValue } };
        foreach (var value in values)
            Add(nodes, value);
        _nodes = [.. nodes];
        var byDepth = Enumerable.Range(1, _nodes.Length - 1).ToArray();
        Array.Sort([.. byDepth.Select(node => _nodes[node].Depth)], byDepth);
        for (var c = 0; c < _firsts.Length; c++)
            _firsts[c] = Child(_nodes, 0, (char)c);
        foreach (var node in byDepth)
            Link(node);
    }

    /// <summary>The state after one more character.</summary>
    public int Next(int state, char c)
    {
        while (true)
        {
            if (state == 0 && c < _firsts.Length)
                return _firsts[c];
            if (Child(_nodes, state, c) is var next and > 0)
                return next;
            if (state == 0)
                return 0;
            state = _nodes[state].Fallback;
        }
    }

    /// <summary>Whether a value begins with this character.</summary>
    public bool Begins(char c) => c >= _firsts.Length || _firsts[c] > 0;

    /// <summary>How many characters of a value have been seen.</summary>
    public int Depth(int state) => _nodes[state].Depth;

    /// <summary>The length of the longest value that ends here; 0 if none does.</summary>
    public int Found(int state) => _nodes[state].Found;

    /// <summary>How many characters of a value have been seen, and the length of the shortest value that begins with them.</summary>
    public (int Length, int Of) Pending(int state) => (_nodes[state].Depth, _nodes[state].Shortest);

    private void Add(List<Node> nodes, string value)
    {
        var state = 0;
        foreach (var c in value)
        {
            if (Child(CollectionsMarshal.AsSpan(nodes), state, c) is var next and > 0)
            {
                state = next;
            }
            else
            {
                if (state != nodes.Count - 1)
                    _branches.Add(Key(state, c), nodes.Count);
                nodes.Add(new Node { Parent = state, Character = c, Depth = nodes[state].Depth + 1, Shortest = value.Length });
                state = nodes.Count - 1;
            }

            ref var node = ref CollectionsMarshal.AsSpan(nodes)[state];
            node.Shortest = Math.Min(node.Shortest, value.Length);
        }

        CollectionsMarshal.AsSpan(nodes)[state].Found = value.Length;
    }

    // The node that a state goes on to; 0 if there is none.
    private int Child(ReadOnlySpan<Node> nodes, int state, char c)
    {
        if (state + 1 < nodes.Length && nodes[state + 1].Parent == state && nodes[state + 1].Character == c)
            return state + 1;
        return _branches.GetValueOrDefault(Key(state, c));
    }

    // Nodes are linked from the shallow to the deep, so the parent's fallback is known.
    private void Link(int state)
    {
        ref var node = ref _nodes[state];
        node.Fallback = node.Parent == 0 ? 0 : Next(_nodes[node.Parent].Fallback, node.Character);
        node.Found = Math.Max(node.Found, _nodes[node.Fallback].Found);
    }

    private static long Key(int state, char c) => ((long)state << 16) | c;

    private struct Node
    {
        public int Parent;
        public int Depth;
        public int Shortest;
        public int Fallback;
        public int Found;
        public char Character;
    }
}
