using Microsoft.Extensions.Time.Testing;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Waiting;
using Xunit;

namespace Pawl.Tests.Waiting;

/// <summary>What the system tells of files. The clock stands still: whoever comes back was told.</summary>
public sealed class FolderNoticesTests : IDisposable
{
    private static readonly BuildId Web = BuildId.Parse("web-42");

    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _warnings = [];

    private string Folder { get; } = Directory.CreateTempSubdirectory("pawl-notices-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("dir")]
    public async Task A_change_is_told_with_the_build_that_it_is_about(string scheme)
    {
        await using var store = Open(scheme);
        await BeginAsync(store, Web);
        await using var notices = await ListenAsync(scheme, Web);
        await ChangeAsync(store, Web);

        Assert.Equal([Web], (await notices.WaitAsync(0, TestContext.Current.CancellationToken)).Named);
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("dir")]
    public async Task A_build_that_begins_is_told_too(string scheme)
    {
        await using var store = Open(scheme);
        await BeginAsync(store, BuildId.Parse("other"));
        await using var notices = await ListenAsync(scheme, Web);
        await BeginAsync(store, Web);

        Assert.Equal([Web], (await notices.WaitAsync(0, TestContext.Current.CancellationToken)).Named);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("dir")]
    public async Task Other_builds_are_not_told(string scheme)
    {
        var other = BuildId.Parse("other");
        await using var store = Open(scheme);
        await BeginAsync(store, Web);
        await BeginAsync(store, other);
        await using var notices = await ListenAsync(scheme, Web);
        await ChangeAsync(store, other);
        await ChangeAsync(store, Web);

        Assert.Equal([Web], (await notices.WaitAsync(0, TestContext.Current.CancellationToken)).Named);
    }

    private StoreUrl Url(string scheme) => StoreUrl.TryParse($"{scheme}://{Folder}", out var url, out var complaint) ? url : throw new FormatException(complaint);

    private static StoreKind Kind(string scheme) => scheme == "dir" ? new Pawl.Stores.Objects.DirectoryKind() : new Pawl.Sqlite.SqliteKind();

    private IBuildStore Open(string scheme) => Kind(scheme).Open(Url(scheme), new StoreContext(TimeProvider.System, _warnings.Add));

    private ValueTask<IChangeNotices> ListenAsync(string scheme, BuildId id) =>
        Kind(scheme).ListenAsync(Url(scheme), BuildChoice.Of([id]), new StoreContext(_time, _warnings.Add), TestContext.Current.CancellationToken);

    private static Task BeginAsync(IBuildStore store, BuildId id) => ChangeAsync(
        store, id, change => change.Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None));

    private static Task ChangeAsync(IBuildStore store, BuildId id) => ChangeAsync(store, id, change => change.Succeed(change.After.Current));

    private static async Task ChangeAsync(IBuildStore store, BuildId id, Func<Change, Change> decide) =>
        await new BuildLog(store, TimeProvider.System, new Worker("me@here")).ChangeAsync(id, decide, TestContext.Current.CancellationToken);
}
