using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Pawl.Sealing;

/// <summary>One secret from which a key for every number can be derived, and which can forget single numbers for good: a puncturable pseudorandom
/// function by Goldreich, Goldwasser and Micali. A binary tree whose root is random; a child is the HMAC of its parent; a leaf is a key. To forget a
/// leaf, the nodes beside its path are kept instead of the root: from them every other leaf can be derived, and that one can't.</summary>
public sealed class KeyTree
{
    /// <summary>The bytes of a leaf.</summary>
    public const int KeyLength = 32;

    /// <summary>How many leaves there are, as a power of two.</summary>
    public const int Depth = 33;

    private const int NodeLength = 1 + sizeof(long) + KeyLength;

    private readonly ImmutableArray<Node> _nodes;
    private readonly Lock _lock = new();
    private readonly Stack<Node> _path = new();

    private KeyTree(ImmutableArray<Node> nodes) => _nodes = nodes;

    /// <summary>A new random tree.</summary>
    public static KeyTree New() => new([new Node(0, 0, RandomNumberGenerator.GetBytes(KeyLength))]);

    /// <summary>Reads what <see cref="Write"/> wrote; null when it isn't that.</summary>
    public static KeyTree? Read(ReadOnlySpan<byte> content)
    {
        if (content.Length % NodeLength != 0)
            return null;
        var nodes = ImmutableArray.CreateBuilder<Node>();
        for (; !content.IsEmpty; content = content[NodeLength..])
        {
            var node = new Node(content[0], BinaryPrimitives.ReadInt64BigEndian(content[1..]), content[(1 + sizeof(long))..NodeLength].ToArray());
            if (node.Level > Depth || node.Prefix < 0 || node.Prefix >> node.Level != 0)
                return null;
            nodes.Add(node);
        }

        return new KeyTree(nodes.ToImmutable());
    }

    /// <summary>All that is needed to derive what can be derived. A secret.</summary>
    public byte[] Write()
    {
        var content = new byte[_nodes.Length * NodeLength];
        var rest = content.AsSpan();
        foreach (var node in _nodes)
        {
            rest[0] = (byte)node.Level;
            BinaryPrimitives.WriteInt64BigEndian(rest[1..], node.Prefix);
            node.Secret.CopyTo(rest[(1 + sizeof(long))..]);
            rest = rest[NodeLength..];
        }

        return content;
    }

    /// <summary>The key of a leaf; null when it was forgotten.</summary>
    public byte[]? Leaf(long index)
    {
        RequireLeaf(index);
        lock (_lock)
        {
            // Leaves are mostly asked for one after the other, and neighbours share nearly the whole path.
            while (_path.TryPeek(out var last) && !last.Covers(index))
                _path.Pop();
            if (_path.Count == 0)
            {
                if (Find(index) is not { } kept)
                    return null;
                _path.Push(kept);
            }

            while (_path.Peek() is { Level: < Depth } parent)
                _path.Push(parent.Child(Bit(index, parent.Level)));
            return _path.Peek().Secret;
        }
    }

    /// <summary>The tree without a leaf.</summary>
    public KeyTree Puncture(long index)
    {
        RequireLeaf(index);
        if (Find(index) is not { } node)
            return this;
        var kept = _nodes.Remove(node).ToBuilder();
        while (node.Level < Depth)
        {
            var bit = Bit(index, node.Level);
            kept.Add(node.Child(1 - bit));
            node = node.Child(bit);
        }

        return new KeyTree(kept.ToImmutable());
    }

    private Node? Find(long index)
    {
        foreach (var node in _nodes)
        {
            if (node.Covers(index))
                return node;
        }

        return null;
    }

    private static int Bit(long index, int level) => (int)((index >> (Depth - 1 - level)) & 1);

    private static void RequireLeaf(long index)
    {
        if (index < 0 || index >> Depth != 0)
            throw new ArgumentOutOfRangeException(nameof(index), index, "there is no such leaf");
    }

    private sealed record Node(int Level, long Prefix, byte[] Secret)
    {
        public bool Covers(long index) => index >> (Depth - Level) == Prefix;

        public Node Child(int bit) => new(Level + 1, (Prefix << 1) | (uint)bit, ChildSecret.Derive(Secret, (byte)bit));
    }
}
