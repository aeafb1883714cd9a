using System.Globalization;
using Pawl.Secrets;
using Pawl.Tests.Secrets.Corpus;
using Xunit;

namespace Pawl.Tests.Secrets;

/// <summary>How well the redactor does on made-up secrets in the places of build logs, and on lines that have none. Prints its figures.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    [Fact]
    public void Of_a_hundred_secrets_at_most_one_is_seen()
    {
        var kinds = SecretKinds.Samples(rounds: 2).GroupBy(sample => sample.Kind).Select(kind => (kind.Key, All: kind.Count(), Seen: kind.Where(IsSeen).ToArray())).ToArray();
        var all = kinds.Sum(kind => kind.All);
        var seen = kinds.SelectMany(kind => kind.Seen).ToArray();
        foreach (var kind in kinds)
            output.WriteLine($"{kind.All - kind.Seen.Length,5} of {kind.All,4}  {kind.Key}");
        output.WriteLine(Invariant($"recall {(all - seen.Length) / (double)all:0.0000}: {all - seen.Length:N0} of {all:N0} secrets"));
        foreach (var sample in seen)
            output.WriteLine($"seen: {sample.Kind}: {sample.Text.ReplaceLineEndings("\\n")}");
        Assert.True(all >= 500);
        Assert.True(seen.Length <= all * 0.01, "see the output");
    }

    [Fact]
    public void Of_a_thousand_lines_without_a_secret_at_most_one_is_changed()
    {
        var lines = CleanLines.All(rounds: 30).Where(line => line.Line.Length > 0).Distinct().ToArray();
        var changed = lines.Where(line => Redactor.Standard.Redact(line.Line) != line.Line).ToArray();
        foreach (var tool in lines.GroupBy(line => line.Tool))
            output.WriteLine($"{changed.Count(line => line.Tool == tool.Key),5} of {tool.Count(),6}  {tool.Key}");
        output.WriteLine(Invariant($"false alarms {100.0 * changed.Length / lines.Length:0.000} %: {changed.Length:N0} of {lines.Length:N0} lines"));
        foreach (var (tool, line) in changed)
            output.WriteLine($"changed: {tool}: {line}\n      => {Redactor.Standard.Redact(line)}");
        Assert.True(lines.Length >= 20_000);
        Assert.True(changed.Length <= lines.Length * 0.001, "see the output");
    }

    [Fact]
    public void What_stands_around_a_secret_stays()
    {
        var samples = SecretKinds.Samples(rounds: 1).Where(sample => !IsSeen(sample)).ToArray();
        var spoiled = samples.Where(sample => !Kept(sample)).ToArray();
        output.WriteLine(Invariant($"{100.0 * spoiled.Length / samples.Length:0.0} %: {spoiled.Length:N0} of {samples.Length:N0} lines lost more than their secret"));
        foreach (var sample in spoiled)
            output.WriteLine($"{sample.Kind}: {sample.Text.ReplaceLineEndings("\\n")}\n      => {Redactor.Standard.Redact(sample.Text).ReplaceLineEndings("\\n")}");
        Assert.True(spoiled.Length <= samples.Length * 0.05, "see the output");
    }

    private static bool IsSeen(SecretSample sample) => sample.IsSeenIn(Redactor.Standard.Redact(sample.Text));

    private static bool Kept(SecretSample sample)
    {
        var redacted = Redactor.Standard.Redact(sample.Text);
        return redacted.StartsWith(sample.Before, StringComparison.Ordinal) && redacted.EndsWith(sample.After, StringComparison.Ordinal);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
