using Pawl.Secrets;
using Xunit;

namespace Pawl.Tests.Secrets;

public sealed class PrivateKeyTests
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";

    private static readonly string[] Body = [.. Enumerable.Range(1, 20).Select(i => SecretCorpus.Random(SecretCorpus.Alphanumeric + "+/", i == 20 ? 23 : 64))];

    public static TheoryData<string> Kinds => ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "PGP PRIVATE KEY BLOCK"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_private_key_is_hidden_from_its_begin_line_to_its_end_line(string kind)
    {
        string[] lines = ["before", $"key: {Begin}{kind}-----", .. Body, $"{End}{kind}----- behind", "after"];
        Assert.Equal(["before", "key: [redacted]", .. Body.Select(_ => "[redacted]"), "[redacted] behind", "after"], Redact(lines));
    }

    [Fact]
    public void A_private_key_in_one_line_is_hidden() => Assert.Equal(
        "{\"k\": \"[redacted]\\n\"}", Redactor.Standard.Redact($"{{\"k\": \"{Begin}PRIVATE KEY-----\\n{string.Join("\\n", Body)}\\n{End}PRIVATE KEY-----\\n\"}}"));

    [Fact]
    public void Two_private_keys_are_hidden_and_what_is_between_them_is_not()
    {
        string[] key = [$"{Begin}PRIVATE KEY-----", .. Body, $"{End}PRIVATE KEY-----"];
        var redacted = Redact([.. key, "between", .. key]);
        Assert.Equal("between", Assert.Single(redacted, line => line != "[redacted]"));
    }

    [Fact]
    public void A_key_of_which_each_line_is_prefixed_is_hidden()
    {
        string[] lines = [$"12:00 out: {Begin}PRIVATE KEY-----", .. Body.Select(line => "12:00 out: " + line), $"12:00 out: {End}PRIVATE KEY-----"];
        var redacted = string.Join('\n', Redact(lines));
        Assert.All(Body, line => Assert.DoesNotContain(line, redacted, StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_without_an_end_hides_no_more_than_200_lines()
    {
        string[] lines = [$"{Begin}PRIVATE KEY-----", .. Enumerable.Repeat(Body[0], 300)];
        Assert.Equal(200, Redact(lines).Count(line => line == "[redacted]"));
    }

    [Fact]
    public void A_search_for_keys_hides_only_a_few_of_the_lines_behind_it()
    {
        string[] lines = [$"+ grep -r '{Begin}RSA PRIVATE KEY-----' /etc", .. Enumerable.Range(1, 10).Select(i => $"error {i}: /etc/{i} can't be read")];
        Assert.Equal(lines[^7..], Redact(lines)[^7..]);
    }

    [Fact]
    public void A_key_that_comes_between_other_lines_is_hidden()
    {
        string[] lines = [$"{Begin}RSA PRIVATE KEY-----", "a 1: one", "a 2: two", "a 3: three", "a 4: four", .. Body.SelectMany(line => new[] { line, "a line: another" })];
        var redacted = Redact(lines);
        Assert.All(Body, line => Assert.DoesNotContain(line, redacted));
        Assert.Contains("a line: another", redacted);
    }

    [Fact]
    public void A_certificate_is_no_secret()
    {
        string[] lines = [$"{Begin}CERTIFICATE-----", .. Body, $"{End}CERTIFICATE-----"];
        Assert.Equal(lines, Redact(lines));
    }

    private static string[] Redact(string[] lines)
    {
        var redactor = new LineRedactor(Redactor.Standard);
        return [.. lines.Select(redactor.Redact)];
    }
}
