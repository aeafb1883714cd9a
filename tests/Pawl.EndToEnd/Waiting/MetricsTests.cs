using System.Diagnostics;
using Pawl.EndToEnd.Verbs;

namespace Pawl.EndToEnd.Waiting;

/// <summary>Numbers for Prometheus, checked by its own tool.</summary>
public sealed class MetricsTests : WaitFixture
{
    private const string Checker = "/usr/bin/promtool";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("dir")]
    [InlineData("postgres")]
    [InlineData("dynamodb")]
    public async Task They_count_builds_attempts_failures_and_leases_of_any_store(string kind)
    {
        Variables["PAWL_STORE"] = kind == "sqlite" ? Store : await PlaceAsync(kind);
        await DoneAsync("store", "create");
        await InitAsync("web-1");
        await DoneAsync("start", "web-1");
        await DoneAsync("succeed", "web-1");
        await DoneAsync("start", "web-1");
        await InitAsync("web-2");
        await DoneAsync("fail", "web-2", "--error", "no route", "--category", "transient");
        await DoneAsync("init", "db-1", "--provider", "gcp", "--image-type", "rhel9-database");
        await DoneAsync("fail", "db-1", "--error", "x", "--category", "persistent");

        var metrics = await DoneAsync("metrics");

        var numbers = Numbers(metrics);
        Assert.Equal("1", numbers["""pawl_builds{status="running",provider="aws",image_type="rhel8-webserver",state="5"}"""]);
        Assert.Equal("1", numbers["""pawl_builds{status="failed",provider="gcp",image_type="rhel9-database",state="0"}"""]);
        Assert.Equal("1", numbers["""pawl_attempts{provider="aws",image_type="rhel8-webserver",result="completed"}"""]);
        Assert.Equal("1", numbers["""pawl_failures{provider="aws",image_type="rhel8-webserver",category="transient"}"""]);
        Assert.Equal("1", numbers["""pawl_failures{provider="gcp",image_type="rhel9-database",category="persistent"}"""]);
        Assert.Equal("1", numbers["""pawl_state_duration_seconds_count{provider="aws",image_type="rhel8-webserver",state="0"}"""]);
        Assert.Equal(("1", "0", "1"), (numbers["""pawl_leases{lease="live"}"""], numbers["""pawl_leases{lease="expired"}"""], numbers["pawl_retries_waiting"]));
        Assert.DoesNotContain("build_id", metrics.Out, StringComparison.Ordinal);
        await LintAsync(metrics.Out);
    }

    [Fact]
    public async Task Stuck_builds_are_those_that_nothing_happens_to()
    {
        await InitAsync("web-1");

        Assert.DoesNotContain("pawl_builds_stuck", (await DoneAsync("metrics")).Out, StringComparison.Ordinal);
        Assert.Equal("1", Numbers(await DoneAsync("metrics", "--stuck-after", "1ms"))["""pawl_builds_stuck{status="running",provider="aws",image_type="rhel8-webserver",state="0"}"""]);
    }

    [Fact]
    public async Task Builds_are_shown_one_by_one_only_when_that_is_asked_for()
    {
        await InitAsync("web-1");
        await DoneAsync("start", "web-1");

        var metrics = await DoneAsync("metrics", "--per-build");

        Assert.Equal("0", Numbers(metrics)["""pawl_build_state{build_id="web-1",status="running",provider="aws",image_type="rhel8-webserver"}"""]);
        Assert.Contains("pawl_build_lease_expiry_timestamp_seconds{build_id=\"web-1\"} ", metrics.Out, StringComparison.Ordinal);
        await LintAsync(metrics.Out);
    }

    [Fact]
    public async Task What_is_owed_to_a_mirror_is_a_number_before_and_after()
    {
        var mirror = Path.Combine(Folder, "mirror");
        Variables["PAWL_MIRROR"] = $"dir://{mirror}";
        await InitAsync("web-1");
        Assert.Equal("0", Numbers(await DoneAsync("metrics"))["""pawl_mirror_owed_versions{mirror=""}"""]);
        Directory.Move(mirror, mirror + ".away");
        await File.WriteAllTextAsync(mirror, "", None);
        Assert.Equal(0, (await PawlAsync("succeed", "web-1")).Code);

        var metrics = await DoneAsync("metrics");

        Assert.Equal("1", Numbers(metrics)[$$"""pawl_mirror_owed_versions{mirror="dir://{{mirror}}"}"""]);
        Assert.Equal("1", Numbers(metrics)[$$"""pawl_mirror_builds_behind{mirror="dir://{{mirror}}"}"""]);
        await LintAsync(metrics.Out);
    }

    [Fact]
    public async Task A_file_for_the_collector_is_readable_by_all_and_replaced_whole()
    {
        await InitAsync("web-1");
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "collector")).FullName;
        var file = Path.Combine(folder, "pawl.prom");
        await File.WriteAllTextAsync(file, "old", None);
        using var old = File.OpenRead(file);

        Assert.Equal("", (await DoneAsync("metrics", "--textfile", file)).Out);

        Assert.Equal(["pawl.prom"], Directory.EnumerateFiles(folder).Select(Path.GetFileName));
        Assert.Equal("-rw-r--r--", Mode(file));
        Assert.Equal("old", await new StreamReader(old).ReadToEndAsync(None));
        await LintAsync(await File.ReadAllTextAsync(file, None));
        (await PawlAsync("metrics", "--textfile", Path.Combine(Folder, "nowhere", "pawl.prom"))).IsRefused(2, "can't be written");
    }

    [Fact]
    public async Task A_store_that_can_not_be_used_leaves_the_last_file_as_it_is()
    {
        var file = Path.Combine(Folder, "pawl.prom");
        await File.WriteAllTextAsync(file, "old", None);

        (await PawlAsync("metrics", "--textfile", file, "--store", "postgres://pawl@127.0.0.1:1/none")).IsRefused(8, "can't be reached");

        Assert.Equal("old", await File.ReadAllTextAsync(file, None));
    }

    private static Dictionary<string, string> Numbers(Answer metrics) => metrics.Out
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line[0] != '#')
        .ToDictionary(line => line[..line.LastIndexOf(' ')], line => line[(line.LastIndexOf(' ') + 1)..]);

    private static string Mode(string file) => File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead)
        ? "-rw-r--r--"
        : File.GetUnixFileMode(file).ToString();

    private async Task LintAsync(string metrics)
    {
        Assert.SkipUnless(File.Exists(Checker), "Prometheus' promtool, which checks the format, isn't here: install prometheus");
        using var process = Process.Start(StartOf(Checker, ["check", "metrics"]))!;
        await process.StandardInput.WriteAsync(metrics.AsMemory(), None);
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEndAsync(None);
        var error = await process.StandardError.ReadToEndAsync(None);
        await process.WaitForExitAsync(None);
        Assert.Equal((0, "", ""), (process.ExitCode, await said, error));
    }
}
