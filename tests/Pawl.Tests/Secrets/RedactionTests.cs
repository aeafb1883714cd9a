using CsCheck;
using Pawl.Secrets;
using Xunit;

namespace Pawl.Tests.Secrets;

public sealed class RedactionTests
{
    private static readonly RedactionRule[] Rules = [.. RedactionRules.All];

    public static TheoryData<string> RuleNames => [.. Rules.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Each_rule_alone_hides_its_secrets_and_nothing_else(string name)
    {
        var scanner = new RuleScanner([Rules.Single(rule => rule.Name == name)]);
        var lines = SecretCorpus.Lines.Where(line => line.Rule == name).ToArray();
        Assert.NotEmpty(lines);
        foreach (var line in lines)
        {
            var mask = new Mask();
            scanner.Scan(line.Line, mask);
            Assert.Equal(line.Redacted, mask.Apply(line.Line));
        }
    }

    [Fact]
    public void All_rules_together_leave_no_secret()
    {
        foreach (var line in SecretCorpus.Lines)
            Assert.DoesNotContain(line.Secret, Redactor.Standard.Redact(line.Line), StringComparison.Ordinal);
    }

    [Fact]
    public void Colours_within_a_secret_do_not_save_it()
    {
        foreach (var line in SecretCorpus.Lines.Where(line => !line.Line.Contains('\e')))
        {
            var coloured = $"\e[2m{line.Before}\e[1;31m{line.Secret[..3]}\e[0m\e[K{line.Secret[3..]}\e[0m{line.After}";
            Assert.DoesNotContain(line.Secret, TerminalText.AsShown(Redactor.Standard.Redact(coloured)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\e[")]
    [InlineData("\e[31")]
    [InlineData("\e[0m \e[")]
    [InlineData("password=hunter2hunter2 \e[")]
    [InlineData("\e")]
    public void A_secret_right_behind_the_beginning_of_a_control_sequence_is_hidden_whole(string before)
    {
        const string Secret = "Zq9-planted/secret+42";
        var redactor = Redactor.For([Secret]);
        Assert.DoesNotContain(Secret[1..], redactor.Redact(before + Secret), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret[1..], ErrorText.Clean(before + Secret, redactor), StringComparison.Ordinal);
    }

    [Fact]
    public void A_control_sequence_within_another_one_is_taken_out_with_it()
    {
        var once = Redactor.Standard.Redact("\e\e[m[atoken: D K");
        Assert.Equal(once, Redactor.Standard.Redact(once));
        Assert.DoesNotContain('\e', once);
    }

    [Fact]
    public void A_line_without_a_secret_keeps_its_colours() =>
        Assert.Equal("\e[32mok\e[0m: [host]", Redactor.Standard.Redact("\e[32mok\e[0m: [host]"));

    [Theory]
    [MemberData(nameof(LookAlikes.Lines), MemberType = typeof(LookAlikes))]
    public void What_only_looks_like_a_secret_stays(string line) => Assert.Equal(line, Redactor.Standard.Redact(line));

    [Fact]
    public void Several_secrets_in_one_line_are_all_hidden() => Assert.Equal(
        "a_password=[redacted] b_token=[redacted] https://me:[redacted]@example.org --secret [redacted]",
        Redactor.Standard.Redact("a_password=x1 b_token=y2y2y2 https://me:z3@example.org --secret q4"));

    [Fact]
    public void A_secret_that_touches_a_marker_becomes_one_with_it() =>
        Assert.Equal("a [redacted] b", Redactor.Standard.Redact($"a AKIA{SecretCorpus.Random(SecretCorpus.Upper, 16)}[redacted] b"));

    [Fact]
    public void Redacting_twice_changes_nothing_more()
    {
        foreach (var line in SecretCorpus.Lines)
        {
            var once = Redactor.Standard.Redact(line.Line);
            Assert.Equal(once, Redactor.Standard.Redact(once));
        }
    }

    [Fact]
    public void A_marker_is_not_taken_for_the_password_of_a_windows_user()
    {
        var once = Redactor.Standard.Redact($"net user admin {string.Join('/', Enumerable.Repeat(string.Concat(Enumerable.Repeat("kq7w", 50)), 12))}");
        Assert.Equal(once, Redactor.Standard.Redact(once));
    }

    [Fact]
    public void Redacting_any_mixture_of_secrets_twice_changes_nothing_more()
    {
        string[] pieces =
        [
            .. SecretCorpus.Lines.SelectMany(line => new[] { line.Before, line.Secret, line.After }).Where(piece => piece.Length > 0).Distinct(),
            "[redacted]", "[", "]", "\"", "'", "\\", "=", ": ", " ", ",", "&", "@", "$", "{", "}", "\n", "-----BEGIN PRIVATE " + "KEY-----",
        ];
        var redactor = Redactor.For(["Hunter" + "2!x", "literal", "abc"]);
        Gen.OneOf([.. pieces.Select(Gen.Const)]).List[1, 12].Select(some => string.Concat(some)).Sample(text =>
        {
            var once = redactor.Redact(text);
            return redactor.Redact(once) == once;
        }, iter: 20_000);
    }

    [Fact]
    public void Every_rule_says_why_and_has_triggers_of_two_characters_or_more() => Assert.All(Rules, rule =>
    {
        Assert.EndsWith(".", rule.Why, StringComparison.Ordinal);
        Assert.NotEmpty(rule.Triggers);
        Assert.All(rule.Triggers, trigger => Assert.True(trigger.Length >= 2 && trigger.All(char.IsAscii)));
    });

    [Fact]
    public void Rules_have_names_of_their_own() => Assert.Equal(Rules.Length, Rules.Select(rule => rule.Name).Distinct().Count());
}
