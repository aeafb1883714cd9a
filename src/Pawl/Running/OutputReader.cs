using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;

namespace Pawl.Running;

/// <summary>Goes through an output file once, line by line.</summary>
/// <param name="content">The file.</param>
internal ref struct OutputReader(ReadOnlySpan<byte> content)
{
    private readonly OrderedDictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<OutputFault> _faults = [];
    private ReadOnlySpan<byte> _rest = content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
    private int _line;

    internal OutputValues Read()
    {
        while (TryNext(out var line))
        {
            if (line.Trim(" \t"u8).IsEmpty || line[0] == '#')
                continue;
            ReadEntry(line);
        }

        return new OutputValues([.. _values], [.. _faults]);
    }

    private void ReadEntry(ReadOnlySpan<byte> line)
    {
        var at = _line;
        var equals = line.IndexOf((byte)'=');
        var block = line.IndexOf("<<"u8);
        if (block >= 0 && (equals < 0 || block < equals))
            ReadBlock(line[..block], line[(block + 2)..]);
        else if (equals >= 0)
            Keep(at, line[..equals], line[(equals + 1)..]);
        else
            Fault(at, "neither key=value nor key<<WORD; begin a comment with '#'");
    }

    private void ReadBlock(ReadOnlySpan<byte> key, ReadOnlySpan<byte> word)
    {
        var at = _line;
        if (word.IsEmpty)
        {
            Fault(at, "no word after '<<' that ends the value; write key<<EOF, the value, and a line EOF");
            return;
        }

        var from = _rest;
        for (var before = _rest; TryNext(out var line); before = _rest)
        {
            if (line.SequenceEqual(word))
            {
                Keep(at, key, WithoutLineEnd(from[..^before.Length]));
                return;
            }
        }

        Fault(at, "nothing ends the value that begins here; put a line with just the word after '<<' behind it");
    }

    private void Keep(int line, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var name = Encoding.UTF8.GetString(key);
        if (!OutputFile.IsKey(name))
            Fault(line, $"not a key: it must be {OutputFile.KeyRule}, with no space around it");
        else if (value.Length > OutputFile.LargestValue)
            Fault(line, $"the value of {name} has more than {OutputFile.LargestValue} bytes; put it into a file, and its path here");
        else if (value.Contains((byte)0))
            Fault(line, $"the value of {name} holds a NUL character, which no environment variable can");
        else if (!Utf8.IsValid(value))
            Fault(line, $"the value of {name} is not UTF-8; encode it, with base64 for example");
        else
            _values[name] = Encoding.UTF8.GetString(value).Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private readonly void Fault(int line, string message) => _faults.Add(new OutputFault(line, message));

    private bool TryNext(out ReadOnlySpan<byte> line)
    {
        line = default;
        if (_rest.IsEmpty)
            return false;
        _line++;
        var end = _rest.IndexOf((byte)'\n');
        line = WithoutLineEnd(end < 0 ? _rest : _rest[..(end + 1)]);
        _rest = end < 0 ? [] : _rest[(end + 1)..];
        return true;
    }

    private static ReadOnlySpan<byte> WithoutLineEnd(ReadOnlySpan<byte> text)
    {
        if (text is [.., (byte)'\n'])
            text = text[..^1];
        return text is [.., (byte)'\r'] ? text[..^1] : text;
    }
}
