using System.Globalization;
using System.Text;
using Pawl.Secrets;

namespace Pawl.Pipelines;

/// <summary>Something wrong in a pipeline file.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="At">Where in it.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Mend">What to do.</param>
public sealed record PipelineFault(string File, SourcePosition At, string What, string Mend)
{
    private const int MaxLength = 300;

    /// <summary>A fault whose texts may quote the file: they are redacted, cut and kept to one line.</summary>
    public static PipelineFault Of(string file, SourcePosition at, Complaint complaint) =>
        new(file, at, OneLine(complaint.What), OneLine(complaint.Mend));

    /// <summary><c>FILE:LINE:COLUMN: what; mend</c>, as compilers write it and editors read it; without line and column for the whole file.</summary>
    public override string ToString() => At == SourcePosition.WholeFile
        ? $"{File}: {What}; {Mend}"
        : string.Create(CultureInfo.InvariantCulture, $"{File}:{At.Line}:{At.Column}: {What}; {Mend}");

    private static string OneLine(string text)
    {
        var safe = Redactor.Standard.Redact(text);
        var line = safe.Length > MaxLength ? $"{safe.AsSpan(0, MaxLength)}..." : safe;
        return string.Concat(line.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? $"\\u{rune.Value:X4}" : rune.ToString()));
    }
}
