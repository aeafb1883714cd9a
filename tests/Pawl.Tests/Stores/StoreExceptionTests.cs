using Pawl.Stores;
using Xunit;

namespace Pawl.Tests.Stores;

public sealed class StoreExceptionTests
{
    [Fact]
    public void What_an_SDK_says_of_a_secret_is_in_no_message()
    {
        var secret = "Hunter" + "2!x";
        var error = new StoreException(StoreFault.Denied, $"the store can't be used: refused https://me:{secret}@db.example.org");
        Assert.Equal("the store can't be used: refused https://me:[redacted]@db.example.org", error.Message);
    }
}
