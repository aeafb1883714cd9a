using Pawl.Secrets;
using Xunit;

namespace Pawl.Tests.Secrets;

public sealed class RedactedValueTests
{
    [Theory]
    [InlineData("db_password", "hunter-two-22", Redactor.Marker)]
    [InlineData("image", "ami-0abc12def34567890", "ami-0abc12def34567890")]
    [InlineData("source", "https://me:hunter2@example.org/x", "https://me:[redacted]@example.org/x")]
    [InlineData("notes", "two\nlines", "two\nlines")]
    public void A_key_that_names_a_secret_makes_its_value_one(string key, string value, string expected) =>
        Assert.Equal(expected, Redactor.Standard.RedactValue(key, value));
}
