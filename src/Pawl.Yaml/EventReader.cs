using Pawl.Pipelines;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pawl.Yaml;

/// <summary>The parser's events, one at a time. Whatever the parser says of a text that is not YAML comes out as one exception.</summary>
internal sealed class EventReader(string text)
{
    private readonly Parser _parser = new(new Scanner(new StringReader(text), skipComments: true));
    private readonly Stack<SourcePosition> _brackets = new();
    private SourcePosition _last = new(1, 1);

    /// <summary>The event that is next to be taken.</summary>
    public ParsingEvent Current
    {
        get
        {
            if (_parser.Current is null)
                Advance();
            return _parser.Current ?? throw Misplaced(_last);
        }
    }

    /// <summary>Where the current event stands.</summary>
    public SourcePosition Position => new((int)Current.Start.Line, (int)Current.Start.Column);

    /// <summary>Takes the current event, which must be of this kind.</summary>
    public T Take<T>()
        where T : ParsingEvent
    {
        var taken = Current as T ?? throw Misplaced(Position);
        _last = Position;
        if (taken is SequenceStart { Style: SequenceStyle.Flow } or MappingStart { Style: MappingStyle.Flow })
            _brackets.Push(_last);
        Advance();
        return taken;
    }

    /// <summary>Leaves a list or map whose start was taken.</summary>
    public void Leave(SourcePosition start)
    {
        if (_brackets.TryPeek(out var bracket) && bracket == start)
            _brackets.Pop();
        Advance();
    }

    private void Advance()
    {
        try
        {
            _parser.MoveNext();
        }
        catch (YamlException e)
        {
            throw SyntaxComplaint.Of(e, text);
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 18 lets these escape for some texts: an unclosed bracket before a key, stray brackets before a document.
            throw _brackets.TryPeek(out var bracket)
                ? new YamlRefusedException(bracket, "this is not YAML: the bracket that opens here is never closed", "close it where its values end")
                : Misplaced(_last);
        }
    }

    private static YamlRefusedException Misplaced(SourcePosition at) =>
        new(at, "this is not YAML: something stands here that no value can begin or end with", "look at the indentation, quotes and brackets there");
}
