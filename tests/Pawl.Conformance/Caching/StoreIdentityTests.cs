using Pawl.Caching;
using Pawl.Stores;
using Xunit;

namespace Pawl.Conformance.Caching;

/// <summary>Processes share answers when they work on one store, and only then.</summary>
public sealed class StoreIdentityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-identity-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_is_itself_by_whatever_path_and_no_other_one_in_its_place()
    {
        var store = Path.Combine(_folder, "store");
        Assert.Null(OfFolder(store));
        Directory.CreateDirectory(store);
        var identity = OfFolder(store);
        Assert.NotNull(identity);
        Directory.CreateSymbolicLink(Path.Combine(_folder, "link"), store);
        Assert.Equal(identity, OfFolder(Path.Combine(_folder, "link")));

        Directory.Move(store, Path.Combine(_folder, "aside"));
        Directory.CreateDirectory(store);
        Assert.NotEqual(identity, OfFolder(store));
    }

    [Theory]
    [InlineData("s3://bucket/prefix", true)]
    [InlineData("postgres://pawl@db.example.org/builds", true)]
    [InlineData("postgres://pawl@localhost:5432/builds", false)]
    [InlineData("postgres://[::1]:5432/builds", false)]
    [InlineData("postgres:///builds", false)]
    [InlineData("s3://bucket?endpoint=http://127.0.0.1:9000", false)]
    public void What_listens_on_this_machine_is_not_the_same_on_another(string text, bool everywhere)
    {
        Assert.True(StoreUrl.TryParse(text, out var url, out _));
        Assert.Equal(everywhere, StoreIdentity.Of(url, text) == text);
    }

    private static string? OfFolder(string path) => StoreIdentity.Of(new StoreUrl("sqlite", "", path, StoreUrl.NoSettings), path);
}
