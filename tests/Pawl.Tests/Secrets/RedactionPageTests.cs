using Pawl.Secrets;
using Xunit;

namespace Pawl.Tests.Secrets;

/// <summary>The page about redaction is compared with the program.</summary>
public sealed class RedactionPageTests
{
    [Fact]
    public void It_names_all_rules_and_no_other()
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "docs/redaction.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToArray();
        string[] expected = [.. RedactionRules.All.Select(rule => $"| `{rule.Name}` | {rule.Why} |")];
        Assert.True(expected.SequenceEqual(rows), "the table of docs/redaction.md should be:\n" + string.Join('\n', expected));
    }
}
