using System.Collections.Immutable;
using System.Text;
using Pawl.Running;

namespace Pawl.Packer;

/// <summary>Turns what <c>packer -machine-readable</c> prints into lines for people, as Packer itself would show them, and remembers what it
/// tells of builders: what each said last, which failed, and what they made. Memory is bounded whatever is printed.</summary>
public sealed class PackerOutput
{
    /// <summary>Characters of one machine-readable line that are read; what is longer is cut.</summary>
    public const int LongestLine = 64 * 1024;

    private readonly StringBuilder _held = new();
    private readonly BuilderTalk _talk = new();
    private readonly PackerArtifactLines _artifacts = new();
    private long _cut;

    /// <summary>What the builders made, as told at Packer's end.</summary>
    public ImmutableArray<PackerArtifact> Artifacts => _artifacts.Whole;

    /// <summary>The lines that the next piece of output stands for.</summary>
    public IEnumerable<string> Read(TaskLine piece)
    {
        var fits = Math.Min(piece.Text.Length, LongestLine - _held.Length);
        _held.Append(piece.Text.AsSpan(0, fits));
        _cut += piece.Text.Length - fits;
        return piece.End == TaskLineEnd.Line ? ReadHeld() : [];
    }

    /// <summary>The lines to show when Packer has ended: what is left of the last line, and, where some builders failed beside others, what the
    /// failed ones said last, because that may be far above.</summary>
    public IEnumerable<string> Finish() => [.. _held.Length > 0 ? ReadHeld() : [], .. _talk.OfFailed()];

    private string[] ReadHeld()
    {
        var line = _held.ToString();
        _held.Clear();
        if (_cut > 0)
            line += $" [... {_cut} characters left out ...]";
        _cut = 0;
        return MachineReadableLine.TryParse(line, out var parsed) ? Read(parsed) : [line];
    }

    private string[] Read(MachineReadableLine line)
    {
        switch (line.Type)
        {
            case "ui":
                return Say(line.From(1));
            case "error":
                // Packer says the same again to people.
                _talk.Failed(line.Target);
                return [];
            case "artifact":
                _artifacts.Add(line);
                return [];
            case "error-count" or "artifact-count":
                return [];
            default:
                return Lines($"{line.Type}: {line.From(0)}");
        }
    }

    private string[] Say(string text)
    {
        var lines = Lines(text);
        foreach (var line in lines)
            _talk.Add(line);
        return lines;
    }

    private static string[] Lines(string text) => text.Trim('\n').Split('\n');
}
