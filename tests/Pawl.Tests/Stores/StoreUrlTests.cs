using Pawl.Stores;
using Xunit;

namespace Pawl.Tests.Stores;

public sealed class StoreUrlTests
{
    [Theory]
    [InlineData("s3://bucket/a/b?endpoint=http://127.0.0.1:9000/&region=eu-west-1", "s3", "bucket", "/a/b")]
    [InlineData("S3://bucket", "s3", "bucket", "")]
    [InlineData("sqlite:///var/lib/state-builds", "sqlite", "", "/var/lib/state-builds")]
    [InlineData("dir:///with%20space", "dir", "", "/with space")]
    [InlineData("postgres://me@host:5432/db?schema=pawl", "postgres", "me@host:5432", "/db")]
    public void A_url_is_read_in_its_parts(string text, string scheme, string authority, string path)
    {
        Assert.True(StoreUrl.TryParse(text, out var url, out _));
        Assert.Equal((scheme, authority, path), (url.Scheme, url.Authority, url.Path));
    }

    [Theory]
    [InlineData("s3://bucket/a/b?endpoint=http://127.0.0.1:9000/&region=eu-west-1")]
    [InlineData("s3://bucket?name=a%26b%3Dc%25")]
    [InlineData("dir:///folder")]
    [InlineData("dir:///what%3Fwhy=100%25")]
    [InlineData("dir:///line%0Aend")]
    public void What_is_written_is_read_back_and_stays_readable(string text)
    {
        Assert.True(StoreUrl.TryParse(text, out var url, out _));
        Assert.Equal(text, url.ToString());
    }

    [Theory]
    [InlineData("://bucket", "kind of store")]
    [InlineData("s 3://bucket", "kind of store")]
    [InlineData("postgres://me:horse-battery@host/db", "password")]
    [InlineData("s3://bucket?a=1&a=2", "each once")]
    [InlineData("s3://bucket?=1", "settings")]
    [InlineData("s3://buc\nket", "control character")]
    public void A_url_that_is_not_right_is_refused_without_being_repeated(string text, string part)
    {
        Assert.False(StoreUrl.TryParse(text, out _, out var complaint));
        Assert.Contains(part, complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_a_kind_does_not_know_is_named_with_those_that_it_knows()
    {
        Assert.True(StoreUrl.TryParse("s3://bucket?colour=red", out var url, out _));
        var refused = Assert.Throws<StoreUrlException>(() => url.RequireSettings("endpoint", "region"));
        Assert.Contains("`colour`", refused.Message, StringComparison.Ordinal);
        Assert.Contains("endpoint, region", refused.Message, StringComparison.Ordinal);
    }
}
