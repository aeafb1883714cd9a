namespace Pawl.Cli.Concourse;

/// <summary>Text as a word of a POSIX shell.</summary>
internal static class ShellQuote
{
    /// <summary>In single quotes, within which nothing has a meaning.</summary>
    public static string Of(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
