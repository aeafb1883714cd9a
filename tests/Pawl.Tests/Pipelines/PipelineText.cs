using System.Text;
using Pawl.Pipelines;
using Pawl.Yaml;
using Xunit;

namespace Pawl.Tests.Pipelines;

/// <summary>Pipeline files as texts.</summary>
internal static class PipelineText
{
    /// <summary>A head of three lines; what follows begins in line 4.</summary>
    public const string Head = "name: p\nprovider: aws\nimage_type: t\n";

    /// <summary>The shortest list of states.</summary>
    public const string End = "states:\n  - code: 100\n";

    /// <summary>A file with one line in its state 20: that line is line 6, and its text begins in column 5.</summary>
    public static string WithState(string lines) => $"{Head}states:\n  - code: 20\n    {lines}\n  - code: 100\n";

    public static PipelineReading Read(string text) => PipelineFile.Read(Encoding.UTF8.GetBytes(text), "p.yaml");

    public static Pipeline Valid(string text) => Read(text) switch
    {
        PipelineReading.Valid valid => valid.Pipeline,
        PipelineReading.Faulty faulty => throw new InvalidOperationException(string.Join('\n', faulty.Faults)),
        _ => throw new InvalidOperationException(),
    };

    public static string[] Faults(string text) =>
        Read(text) is PipelineReading.Faulty faulty ? [.. faulty.Faults.Select(f => f.ToString())] : [];

    public static PipelineState State(string lines) => Valid(WithState(lines)).States[0];

    /// <summary>One fault, at a place such as <c>6:5</c>, that says something of what is wrong and something of the mend.</summary>
    public static void AssertFault(string text, string place, string what, string mend)
    {
        var fault = Assert.Single(Faults(text));
        Assert.StartsWith($"p.yaml:{place}: ", fault, StringComparison.Ordinal);
        var parts = fault.Split("; ", 2);
        Assert.Contains(what, parts[0], StringComparison.Ordinal);
        Assert.Contains(mend, parts[1], StringComparison.Ordinal);
    }
}
