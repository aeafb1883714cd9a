using System.Text.Json;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Conformance.Objects;

/// <summary>What builds are as objects: the guide's JSON, few requests, and nothing that a crash or a stranger could break.</summary>
public sealed class ObjectBuildStoreTests : IDisposable
{
    private static readonly BuildId Id = BuildId.Parse("web-42");
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-objects-").FullName;
    private readonly List<string> _warnings = [];

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private string StateFile => Path.Combine(_folder, "aws", "web-42", "state.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task State_json_is_the_guides()
    {
        await FillAsync();
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(StateFile, None));
        var build = json.RootElement;
        Assert.Equal(
            ("web-42", 5, "aws", "rhel8", "failed", "2026-01-02T12:00:00.000Z", "2026-01-02T12:03:00.000Z"),
            (Text("buildId"), build.GetProperty("currentState").GetInt32(), Text("cloudProvider"), Text("imageType"), Text("status"), Text("startTime"), Text("lastUpdate")));
        Assert.Equal("ami-1", build.GetProperty("metadata").GetProperty("ami").GetString());
        Assert.Equal(
            ["0 started  2026-01-02T12:01:00.000Z", "0 completed  2026-01-02T12:02:00.000Z", "5 failed no route 2026-01-02T12:03:00.000Z"],
            build.GetProperty("stateHistory").EnumerateArray().Select(row =>
                $"{row.GetProperty("state")} {row.GetProperty("status")} {row.GetProperty("errorMessage")} {row.GetProperty("timestamp")}"));

        string? Text(string name) => build.GetProperty(name).GetString();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{\"buildId\":\"web-42\",\"currentSta")]
    [InlineData("{\"buildId\":\"other\"}")]
    [InlineData("\0\0\0\0")]
    public async Task A_state_json_that_a_crash_or_a_stranger_left_is_repaired_by_a_reader(string? left)
    {
        var written = await FillAsync();
        var whole = await File.ReadAllTextAsync(StateFile, None);
        File.Delete(StateFile);
        if (left is not null)
            await File.WriteAllTextAsync(StateFile, left, None);
        await using (var reader = Open())
            Assert.Equal(written.Version, (await reader.LoadAsync(Id, None)).State.Version);
        Assert.Equal(whole, await File.ReadAllTextAsync(StateFile, None));
    }

    [Fact]
    public async Task A_state_json_that_is_behind_is_brought_up_to_date_by_a_reader()
    {
        await FillAsync();
        var behind = await File.ReadAllTextAsync(StateFile, None);
        await using (var writer = Open())
        {
            var state = (await writer.LoadAsync(Id, None)).State;
            await writer.AppendAsync(Change.To(state, At(9)).RetryManually("mirror is back"), None);
        }

        var current = await File.ReadAllTextAsync(StateFile, None);
        await File.WriteAllTextAsync(StateFile, behind, None);
        await using (var reader = Open())
            Assert.Equal(BuildStatus.Running, (await reader.LoadAsync(Id, None)).State.Status);
        Assert.Equal(current, await File.ReadAllTextAsync(StateFile, None));
    }

    [Fact]
    public async Task What_strangers_put_into_the_prefix_is_left_alone()
    {
        var written = await FillAsync();
        foreach (var key in (string[])["aws/web-42/history/notes.txt", "aws/web-42/history/9.json", "aws/readme.md", ".pawl/builds/not a build.json", ".pawl/builds/stray.json", "zzz"])
        {
            var path = Path.Combine(_folder, key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, "hello", None);
        }

        await using var store = Open();
        Assert.Equal(written.Version, (await store.LoadAsync(Id, None)).State.Version);
        Assert.Equal(written.Version.Value, await store.ReadHistoryAsync(Id, BuildVersion.None, None).CountAsync(None));
        Assert.Equal("web-42", (await store.ListAsync(new BuildQuery(), None).SingleAsync(None)).Id.Value);
        Assert.Contains(".pawl/builds/stray.json", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"buildId\":\"web-42\",\"version\":1,\"eve")]
    [InlineData("")]
    [InlineData("{\"buildId\":\"other\",\"version\":1,\"events\":[]}")]
    public async Task A_damaged_append_is_named_and_nothing_is_built_on_it(string damage)
    {
        await FillAsync();
        var last = Directory.GetFiles(Path.Combine(_folder, "aws/web-42/history")).Order(StringComparer.Ordinal).Last();
        await File.WriteAllTextAsync(last, damage, None);
        await using var store = Open();
        var fault = await Assert.ThrowsAsync<StoreException>(async () => await store.LoadAsync(Id, None));
        Assert.Equal(StoreFault.Corrupt, fault.Fault);
        Assert.Contains(Path.GetFileName(last), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_ignores_conditions_is_refused_before_anything_is_recorded()
    {
        await using var store = new ObjectBuildStore(new WatchedObjects(DirectoryObjects.Open(_folder)) { IgnoresConditions = true }, Context);
        var fault = await Assert.ThrowsAsync<StoreException>(async () => await store.AppendAsync(Begun(), None));
        Assert.Equal(StoreFault.Unsuitable, fault.Fault);
        Assert.False(Directory.Exists(Path.Combine(_folder, "aws")));
        Assert.Empty(await store.ListAsync(new BuildQuery(), None).ToListAsync(None));
    }

    [Fact]
    public async Task A_transition_is_one_put_and_at_most_one_more_for_state_json()
    {
        var objects = new WatchedObjects(DirectoryObjects.Open(_folder));
        await using (var store = new ObjectBuildStore(objects, Context))
            await store.AppendAsync(Begun(), None);
        objects.Reset();
        await using (var store = new ObjectBuildStore(objects, Context))
        {
            var state = (await store.LoadAsync(Id, None)).State;
            Assert.Equal(0, objects.Puts);
            await store.AppendAsync(Change.To(state, At(1)).Succeed(StateCode.First), None);
        }

        Assert.Equal((2, 0), (objects.Puts, objects.Lists));
    }

    [Fact]
    public async Task Neither_what_is_read_nor_what_is_appended_grows_with_the_history()
    {
        var objects = new WatchedObjects(DirectoryObjects.Open(_folder));
        var sizes = new List<long>();
        await using (var store = new ObjectBuildStore(objects, Context))
        {
            var change = Begun();
            for (var i = 0; i < 600; i++)
            {
                await store.AppendAsync(change, None);
                sizes.Add(new FileInfo(Path.Combine(_folder, $"aws/web-42/history/{change.After.Version.Value:D10}.json")).Length);
                change = Change.To(change.After, At(i)).SetMetadata("round", $"{i:D5}");
            }
        }

        Assert.InRange(sizes[^1] - sizes[10], -16, 16);
        objects.Reset();
        await using (var store = new ObjectBuildStore(objects, Context))
            Assert.Equal(600, (await store.LoadAsync(Id, None)).State.Version.Value);
        Assert.InRange(objects.Gets, 3, 4);
        Assert.Equal(0, objects.Lists);
    }

    [Fact]
    public async Task Rows_that_have_no_room_in_an_object_are_left_out_of_state_json_the_oldest_first()
    {
        var objects = new WatchedObjects(DirectoryObjects.Open(_folder)) { MostBytes = 4_000 };
        await using (var store = new ObjectBuildStore(objects, Context))
        {
            var change = Begun();
            for (var i = 0; i < 60; i++)
            {
                await store.AppendAsync(change, None);
                change = Change.To(change.After, At(i)).Fail(StateCode.First, Broken($"error {i}"));
            }
        }

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(StateFile, None));
        var rows = json.RootElement.GetProperty("stateHistory").EnumerateArray().ToArray();
        Assert.Equal(59, rows.Length + json.RootElement.GetProperty("stateHistoryOmitted").GetInt32());
        Assert.Equal("error 58", rows[^1].GetProperty("errorMessage").GetString());
        await using var reader = Open();
        Assert.Equal(60, await reader.ReadHistoryAsync(Id, BuildVersion.None, None).CountAsync(None));
    }

    [Fact]
    public async Task Files_are_their_owners_alone()
    {
        await FillAsync();
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories), file => file.Contains(".new-", StringComparison.Ordinal));
    }

    private StoreContext Context => new(TimeProvider.System, _warnings.Add);

    private static Occasion At(double minute) => new(Noon.AddMinutes(minute), new Worker("me@here"));

    private static Failure Broken(string error) => new(error, FailureCategory.Transient, "test", RetryAt: null);

    private static Change Begun() =>
        Change.To(BuildState.None(Id), At(0)).Create(Label.Parse("aws"), Label.Parse("rhel8"), StandardStates.Plan, PipelineReference.None);

    private ObjectBuildStore Open() => new(DirectoryObjects.Open(_folder), Context);

    private async Task<BuildState> FillAsync()
    {
        await using var store = Open();
        var change = Begun();
        await store.AppendAsync(change, None);
        foreach (var next in (Func<BuildState, Change>[])
            [s => Change.To(s, At(1)).Start(StateCode.First).SetMetadata("ami", "ami-1"), s => Change.To(s, At(2)).Succeed(StateCode.First), s => Change.To(s, At(3)).Fail(StateCode.From(5), Broken("no route"))])
        {
            change = next(change.After);
            await store.AppendAsync(change, None);
        }

        return change.After;
    }
}
