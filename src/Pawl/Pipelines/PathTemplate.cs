using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pawl.Pipelines;

/// <summary>A path in a pipeline file, in which <c>${NAME}</c> stands for a variable of the task's environment: two builds of one
/// pipeline can keep their files apart by <c>${BUILD_ID}</c>.</summary>
public sealed record PathTemplate
{
    private PathTemplate(string text) => Text = text;

    /// <summary>The pipeline's folder.</summary>
    public static PathTemplate Here { get; } = new(".");

    /// <summary>The path as the pipeline has it.</summary>
    public string Text { get; }

    /// <summary>Reads a path.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PathTemplate? template, out Complaint complaint)
    {
        complaint = ComplaintOf(text);
        template = complaint == default ? new PathTemplate(text) : null;
        return template is not null;
    }

    /// <summary>Puts the variables in.</summary>
    /// <param name="environment">The task's environment.</param>
    /// <param name="folder">The pipeline's folder, absolute.</param>
    /// <param name="path">The absolute path.</param>
    /// <param name="missing">The first variable that the environment doesn't have.</param>
    public bool TryExpand(
        IReadOnlyDictionary<string, string> environment,
        string folder,
        [NotNullWhen(true)] out string? path,
        [NotNullWhen(false)] out string? missing)
    {
        var expanded = new StringBuilder();
        (path, missing) = (null, null);
        for (var at = 0; at < Text.Length;)
        {
            var (name, end) = VariableAt(Text, at);
            if (name is null)
                expanded.Append(Text[at]);
            else if (environment.TryGetValue(name, out var value))
                expanded.Append(value);
            else
                missing ??= name;
            at = end;
        }

        if (missing is null)
            path = Path.GetFullPath(expanded.ToString(), folder);
        return missing is null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static (string? Name, int End) VariableAt(string text, int at)
    {
        if (string.CompareOrdinal(text, at, "${", 0, 2) != 0)
            return (null, at + 1);
        var close = text.IndexOf('}', at);
        return (text[(at + 2)..close], close + 1);
    }

    private static Complaint ComplaintOf(string text)
    {
        if (text.Length == 0)
            return new("the path is empty", "write where it is, `.` for the pipeline's own folder");
        if (text.Any(char.IsControl))
            return new("the path has a control character in it", "write it on one line");
        for (var at = text.IndexOf('$'); at >= 0; at = text.IndexOf('$', at + 1))
        {
            var after = text.AsSpan(at + 1);
            if (after.StartsWith("{") && !(after.IndexOf('}') is > 0 and var close && EnvironmentName.IsValid(after[1..close].ToString())))
                return new("the path has `${` without a variable's name and `}` after it", "write `${BUILD_ID}`");
            if (!after.IsEmpty && EnvironmentName.IsValid(after[..1].ToString()))
                return new("the path has a variable without braces", "write `${BUILD_ID}`");
        }

        return default;
    }
}
