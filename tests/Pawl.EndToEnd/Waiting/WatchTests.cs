using System.Text.Json;
using Pawl.EndToEnd.Crashes;

namespace Pawl.EndToEnd.Waiting;

/// <summary>What people and programs are told while builds go on.</summary>
public sealed class WatchTests : WaitFixture
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("dir")]
    [InlineData("s3")]
    [InlineData("postgres")]
    public async Task One_build_is_told_of_in_order_until_it_is_completed(string kind)
    {
        Variables["PAWL_STORE"] = kind == "sqlite" ? Store : await PlaceAsync(kind);
        await DoneAsync("store", "create");
        await File.WriteAllTextAsync(Path.Combine(Folder, "p.yaml"), Pipeline, None);
        await DoneAsync("init", "web-42", "--pipeline", "p.yaml", "--provider", "aws", "--image-type", "rhel8-webserver");
        await DoneAsync("fail", "web-42", "--error", "no route to mirror");
        using var watch = Begin("watch", "web-42", "--from-start", "--json");
        for (var state = 0; state <= 100; state += 50)
            await DoneAsync("succeed", "web-42");

        Assert.Equal(0, await watch.ExitAsync(Patience));
        var lines = Lines(watch);
        Assert.Equal(["created", "failed", "completed", "completed", "completed"], lines.Select(line => line.GetProperty("event").GetString()));
        Assert.Equal(Enumerable.Range(1, 5), lines.Select(line => line.GetProperty("version").GetInt32()));
        Assert.Equal("no route to mirror", lines[1].GetProperty("errorMessage").GetString());
        Assert.Equal("completed", lines[^1].GetProperty("status").GetString());
        Assert.Equal("", watch.Error);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("dir")]
    [InlineData("s3")]
    [InlineData("postgres")]
    public async Task All_builds_are_told_of_from_now_on_also_those_that_begin(string kind)
    {
        Variables["PAWL_STORE"] = kind == "sqlite" ? Store : await PlaceAsync(kind);
        await DoneAsync("store", "create");
        await InitAsync("web-1");
        using var watch = Begin("watch", "--json");
        // It tells of what comes after it began, whenever that is.
        var told = 0;
        while (watch.Out.Length == 0)
        {
            Assert.False(watch.HasExited, watch.Error);
            await DoneAsync("meta", "set", "web-1", $"told={told++}");
        }

        await InitAsync("web-2");
        await DoneAsync("fail", "web-1", "--error", "x");
        await UntilAsync(
            () => watch.Out.Contains("\"failed\"", StringComparison.Ordinal) && watch.Out.Contains("\"created\"", StringComparison.Ordinal), "it isn't told");
        watch.Signal(PawlProcess.Interrupt);

        Assert.Equal(130, await watch.ExitAsync(Patience));
        var lines = Lines(watch);
        Assert.Equal(["web-2"], Of(lines, "created").Select(line => line.GetProperty("buildId").GetString()));
        var versions = lines.Where(line => line.GetProperty("buildId").GetString() == "web-1").Select(line => line.GetProperty("version").GetInt32()).ToArray();
        Assert.Equal(Enumerable.Range(versions[0], versions.Length), versions);
        Assert.Equal("", watch.Error);
    }

    [Fact]
    public async Task People_get_a_line_for_each_thing_and_where_the_build_stands_first()
    {
        await InitAsync("web-42");
        using var watch = Begin("watch", "web-42");
        await UntilAsync(() => watch.Out.Length > 0, "nothing is told");
        await DoneAsync("start", "web-42");
        await DoneAsync("fail", "web-42", "--error", "no \u001b[31mroute", "--category", "persistent");
        await UntilAsync(() => watch.Out.Contains("given back", StringComparison.Ordinal), "it isn't told");
        watch.Signal(PawlProcess.Terminate);

        Assert.Equal(143, await watch.ExitAsync(Patience));
        var lines = watch.Out.Trim().Split('\n');
        Assert.Equal("web-42 [  0 Initialized] is running", lines[0][21..]);
        Assert.Equal("web-42 [  0 Initialized] started", lines[2][21..]);
        Assert.Equal("web-42 [  0 Initialized] failed (persistent, --category), no automatic retry: no route", lines[3][21..]);
    }

    [Fact]
    public async Task It_can_begin_with_what_happened_since_a_version_a_time_or_for_so_long()
    {
        await InitAsync("web-1");
        await DoneAsync("succeed", "web-1");
        var time = (await DoneAsync("status", "web-1", "--json")).Json.GetProperty("lastUpdate").GetString()!;
        for (var state = 5; state <= 100; state += 5)
            await DoneAsync("succeed", "web-1");

        Assert.Equal(22, (await DoneAsync("watch", "web-1", "--from-start")).Out.Count(c => c == '\n'));
        Assert.Equal(20, (await DoneAsync("watch", "web-1", "--since", "2")).Out.Count(c => c == '\n'));
        Assert.Equal(21, (await DoneAsync("watch", "web-1", "--since", time)).Out.Count(c => c == '\n'));
        Assert.Equal(22, (await DoneAsync("watch", "web-1", "--since", "1h")).Out.Count(c => c == '\n'));
        Assert.Equal(1, (await DoneAsync("watch", "web-1")).Out.Count(c => c == '\n'));
        using var all = Begin("watch", "--since", time);
        await UntilAsync(() => all.Out.Count(c => c == '\n') == 21, "it isn't told");
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_it_quietly()
    {
        await InitAsync("web-42");
        using var watch = BeginByShell("\"$pawl\" watch web-42 | head -n 1; echo \"${PIPESTATUS[0]}\"");

        Assert.Equal(0, await watch.ExitAsync(Patience));
        Assert.Equal(["is running", "0"], watch.Out.Trim().Split('\n').Select(line => line[Math.Max(0, line.Length - 10)..]));
        Assert.Equal("", watch.Error);
    }

    [Fact]
    public async Task A_build_that_is_not_there_or_is_erased_is_3()
    {
        (await PawlAsync("watch", "web-42")).IsRefused(3, "no build web-42");
        await InitAsync("web-42");
        using var watch = Begin("watch", "web-42");
        await UntilAsync(() => watch.Out.Length > 0, "nothing is told");
        foreach (var file in Directory.EnumerateFiles(Store, "web-42.db*").OrderDescending())
            File.Delete(file);

        Assert.Equal(3, await watch.ExitAsync(Patience));
        Assert.EndsWith("web-42 erased\n", watch.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not both", "watch", "web-42", "--since", "1", "--from-start")]
    [InlineData("one build", "watch", "--from-start")]
    [InlineData("one build", "watch", "--since", "3")]
    [InlineData("--since", "watch", "web-42", "--since", "yesterday")]
    public async Task A_wrong_command_line_is_2(string part, params string[] arguments) =>
        (await PawlAsync(arguments)).IsRefused(2, part);

    private static IReadOnlyList<JsonElement> Lines(PawlProcess watch) =>
        [.. watch.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static IEnumerable<JsonElement> Of(IEnumerable<JsonElement> lines, string name) => lines.Where(line => line.GetProperty("event").GetString() == name);
}
