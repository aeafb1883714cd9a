using System.Text;
using CsCheck;
using Pawl.Secrets;
using Xunit;

namespace Pawl.Tests.Secrets;

public sealed class LiteralTests
{
    // Values of characters that none of the words around them and no marker has.
    private static readonly Gen<string> Value = Gen.Char["ABCDEFGHJKLMNPQRSTUVWXYZ0123456789!%+/=?_~ "].Array[4, 60]
        .Select(characters => new string(characters)).Where(value => value.Trim().Length >= 4);

    private static readonly Gen<string> Around = Gen.Char["abcdefgh ,.:-"].Array[0, 40].Select(characters => new string(characters));

    [Fact]
    public void A_value_never_survives() => Gen.Select(Around, Value, Around).Sample((before, value, after) =>
        !Redactor.For([value]).Redact(before + value + after).Contains(value.Trim(), StringComparison.Ordinal));

    [Fact]
    public void What_stands_around_a_value_stays()
    {
        var value = "Tr0ub4dor" + "&3";
        Assert.Equal("a[redacted]b [redacted].", Redactor.For([value]).Redact($"a{value}b {value}."));
    }

    [Fact]
    public void A_value_never_survives_in_base64() => Gen.Select(Around, Value, Around).Sample((before, value, after) =>
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
        return !Redactor.For([value]).Redact($"{before} {encoded} {after}").Contains(encoded, StringComparison.Ordinal);
    });

    [Fact]
    public void A_longer_value_never_survives_within_longer_base64() =>
        Gen.Select(Gen.Byte.Array[0, 20], Value.Where(v => v.Trim().Length >= 9), Gen.Byte.Array[0, 20]).Sample((before, value, after) =>
        {
            var inner = Encoding.UTF8.GetBytes(value.Trim());
            var encoded = Convert.ToBase64String([.. before, .. inner, .. after]);
            var redacted = Redactor.For([value]).Redact(encoded);
            // All but the characters at the border of the value are gone.
            var from = (before.Length * 8 / 6) + 2;
            var to = ((before.Length + inner.Length) * 8 / 6) - 1;
            return redacted.Contains("[redacted]", StringComparison.Ordinal) && !redacted.Contains(encoded[from..to], StringComparison.Ordinal);
        });

    [Fact]
    public void A_value_never_survives_URL_encoded() => Gen.Select(Around, Value, Around).Sample((before, value, after) =>
    {
        var redactor = Redactor.For([value]);
        var upper = Uri.EscapeDataString(value.Trim());
        var form = System.Net.WebUtility.UrlEncode(value.Trim());
        return new[] { upper, form }.All(encoded => !redactor.Redact($"{before}?x={encoded}&{after}").Contains(encoded, StringComparison.Ordinal));
    });

    [Theory]
    [InlineData("pa:ss/wörd", "pa%3ass%2fw%c3%b6rd")]
    [InlineData("it's (a) 50% *key*!", "it's%20(a)%2050%25%20*key*!")]
    [InlineData("say \"hi\" \\ now", "say \\\"hi\\\" \\\\ now")]
    public void Other_ways_to_write_a_value_are_known(string value, string written) =>
        Assert.Equal("<[redacted]>", Redactor.For([value]).Redact($"<{written}>"));

    [Fact]
    public void A_value_cut_by_a_line_end_never_shows_more_than_its_first_half() =>
        Gen.Select(Around, Value.Select(value => value.Trim()), Around, Gen.Int[1, 59]).Sample((before, secret, after, cut) =>
        {
            var at = 1 + (cut % (secret.Length - 1));
            var lines = new LineRedactor(Redactor.For([secret]));
            var first = lines.Redact(before + secret[..at]);
            var second = lines.Redact(secret[at..] + after);
            var shown = first.StartsWith(before, StringComparison.Ordinal) ? first[before.Length..] : first;
            return (shown.Length < secret.Length || shown == "[redacted]") && (shown.Contains("[redacted]", StringComparison.Ordinal) || shown.Length * 2 < secret.Length || shown.Length < 4)
                && second.StartsWith("[redacted]", StringComparison.Ordinal) && !(first + second).Contains(secret, StringComparison.Ordinal);
        });

    [Fact]
    public void A_value_wrapped_over_many_lines_is_hidden()
    {
        var value = SecretCorpus.Random(SecretCorpus.Alphanumeric, 100);
        var wrapped = string.Join("\r\n", value.Chunk(19).Select(piece => new string(piece)));
        Assert.Equal(string.Join("\r\n", Enumerable.Repeat("[redacted]", 6)), Redactor.For([value]).Redact(wrapped));
    }

    [Fact]
    public void A_long_value_in_wrapped_base64_is_hidden()
    {
        var value = SecretCorpus.Random(SecretCorpus.Alphanumeric, 200);
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(value + "\n"));
        var wrapped = string.Join("\n", encoded.Chunk(76).Select(piece => new string(piece)));
        Assert.Equal("[redacted]\n[redacted]\n[redacted]\n[redacted]", Redactor.For([value]).Redact(wrapped));
    }

    [Fact]
    public void Each_line_of_a_value_with_several_lines_is_hidden_but_for_the_shortest() =>
        Assert.Equal("x [redacted]\n  [redacted] y\nabc", Redactor.For(["first line\nsecond\nabc\n"]).Redact("x first line\n  second y\nabc"));

    [Fact]
    public void Overlapping_values_leave_nothing() =>
        Assert.Equal("[redacted]", Redactor.For(["aaaa", "abcd", "cdef"]).Redact("aaaaaabcdef"));

    [Fact]
    public void A_value_within_the_beginning_of_another_is_hidden() =>
        Assert.Equal("ab[redacted]!", Redactor.For(["abcdefgh", "cdef"]).Redact("abcdef!"));

    [Fact]
    public void What_stands_behind_a_marker_does_not_go_on_with_what_stood_before_it()
    {
        var lines = new LineRedactor(Redactor.For(["abcdefgh"]));
        Assert.Equal("x abc", lines.Redact("x abc"));
        Assert.Equal("[redacted]defgh", lines.Redact("[redacted]defgh"));
    }

    [Fact]
    public void A_value_of_up_to_three_characters_is_hidden_only_as_a_whole_word() =>
        Assert.Equal("[redacted] xyzzy, ([redacted])", Redactor.For(["xyz"]).Redact("xyz xyzzy, (xyz)"));

    [Fact]
    public void Empty_values_are_none() => Assert.Equal("a b", Redactor.For(["", " ", "\n"]).Redact("a b"));

    [Theory]
    [InlineData("redacted")]
    [InlineData("[redacted]")]
    [InlineData("x[red")]
    [InlineData("acte")]
    public void A_value_that_is_like_the_marker_does_no_harm(string value)
    {
        var redactor = Redactor.For([value]);
        var once = redactor.Redact($"a {value} b [redacted] c x[redacted]");
        Assert.Equal(once, redactor.Redact(once));
    }

    [Fact]
    public void A_value_as_long_as_an_environment_variable_may_be_is_found()
    {
        var value = SecretCorpus.Random(SecretCorpus.Alphanumeric, 100_000);
        Assert.Equal("a [redacted] b", Redactor.For([value]).Redact($"a {value} b"));
    }
}
