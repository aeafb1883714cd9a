using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pawl.Yaml;

/// <summary>Writes a YAML document that readers of YAML 1.1 and 1.2 understand alike.</summary>
public static class YamlWriter
{
    private const int Indent = 2;

    // What YAML 1.1 takes for a truth value, a number or nothing.
    private static readonly HashSet<string> Words =
        new(["y", "yes", "n", "no", "on", "off", "true", "false", "null", "nan", "inf"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes it.</summary>
    public static void Write(YamlNode root, TextWriter to)
    {
        var emitter = new Emitter(to, new EmitterSettings().WithBestIndent(Indent).WithBestWidth(int.MaxValue).WithIndentedSequences());
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: true));
        Emit(root, emitter);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private static void Emit(YamlNode node, Emitter to)
    {
        switch (node)
        {
            case YamlNode.Mapping map:
                to.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, map.Entries.IsEmpty ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in map.Entries)
                {
                    Emit(YamlNode.Of(key), to);
                    Emit(value, to);
                }

                to.Emit(new MappingEnd());
                break;
            case YamlNode.Sequence list:
                to.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, list.Items.IsEmpty ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list.Items)
                    Emit(item, to);
                to.Emit(new SequenceEnd());
                break;
            case YamlNode.Plain plain:
                Scalar(plain.Value, ScalarStyle.Plain, to);
                break;
            case YamlNode.Text text:
                Scalar(text.Value, StyleOf(text.Value), to);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(node), node, "no such node");
        }
    }

    private static void Scalar(string value, ScalarStyle style, Emitter to) => to.Emit(new Scalar(
        AnchorName.Empty, TagName.Empty, value, style, isPlainImplicit: style == ScalarStyle.Plain, isQuotedImplicit: true));

    private static ScalarStyle StyleOf(string text) => text switch
    {
        _ when IsPlain(text) => ScalarStyle.Plain,
        // The emitter takes quotes itself for what a block can't hold, but not for one without a line.
        _ when text.Contains('\n') && text.AsSpan().Trim('\n').Length > 0 => ScalarStyle.Literal,
        _ => ScalarStyle.DoubleQuoted,
    };

    private static bool IsPlain(string text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || text[0] is '_' or '/' or '(')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '/' or '.' or '-' or ':' or '(' or ')')
        && text[^1] != ':'
        && !Words.Contains(text);
}
