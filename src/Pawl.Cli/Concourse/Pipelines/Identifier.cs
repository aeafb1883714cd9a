using System.Text;

namespace Pawl.Cli.Concourse.Pipelines;

/// <summary>Names that Concourse takes: small letters, digits, <c>- _ .</c>, a letter or digit first, and not only digits. See
/// https://concourse-ci.org/config-basics.html#schema.identifier.</summary>
internal static class Identifier
{
    private const int MaxLength = 60;

    /// <summary>A name made of a prefix that is one and what people call a thing.</summary>
    public static string Of(string prefix, string name)
    {
        var text = new StringBuilder(prefix).Append('-');
        foreach (var c in name.ToLowerInvariant())
            text.Append(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-');
        while (text.ToString().Contains("--", StringComparison.Ordinal))
            text.Replace("--", "-");
        return text.ToString(0, Math.Min(text.Length, MaxLength)).TrimEnd('-');
    }

    /// <summary>A pipeline's name, which is one unless it is a number.</summary>
    public static string OfPipeline(string name) => name.All(char.IsAsciiDigit) ? $"pipeline-{name}" : name;
}
