using System.Diagnostics;
using System.Globalization;
using Pawl.EndToEnd.Processes;

namespace Pawl.EndToEnd.Verbs;

public sealed class BackupTests : CommandFixture
{
    public BackupTests() => Variables["PAWL_BACKUP"] = $"dir://{Folder}/backup";

    [Fact]
    public async Task A_build_is_brought_back_in_place_and_elsewhere_to_what_it_was()
    {
        await InitAsync("web-1");
        await DoneAsync("succeed", "web-1");
        var at = (await DoneAsync("status", "web-1", "--json")).Json.GetProperty("lastUpdate").GetString()!;
        await DoneAsync("succeed", "web-1");
        await InitAsync("web-2");

        Assert.Equal((2, 4), await PassAsync());
        Assert.Equal((0, 0), await PassAsync());
        var said = await DoneAsync("restore", "--at", at, "--all", "--in-place", "--reason", "test", "--dry-run", "--json");
        Assert.Equal(["restored", "newer"], said.Json.EnumerateArray().Select(b => b.GetProperty("result").GetString()));
        Assert.Equal(10, await StateAsync(Store));
        await DoneAsync("restore", "--at", at, "web-1", "--into", $"dir://{Folder}/other");
        Assert.Equal(5, await StateAsync($"dir://{Folder}/other"));
        await DoneAsync("restore", "--at", at, "web-1", "--in-place", "--reason", "test");
        Assert.Equal(5, await StateAsync(Store));
        Assert.StartsWith("whole: 2 builds, ", (await DoneAsync("backup", "verify")).Out, StringComparison.Ordinal);
        Assert.Equal(3, (await PawlAsync("restore", "--at", "2026-01-01T00:00:00Z", "web-1", "--into", "elsewhere")).Code);
    }

    [Fact]
    public async Task A_damaged_backup_is_8_with_a_line_for_each_fault()
    {
        await InitAsync("web-1");
        await PassAsync();
        await File.WriteAllTextAsync(Path.Combine(Folder, "backup/aws/web-1/history/0000000001.json"), "{", TestContext.Current.CancellationToken);

        var answer = await PawlAsync("backup", "verify");

        Assert.Equal(8, answer.Code);
        Assert.Contains("web-1: aws/web-1/history/0000000001.json", answer.Out, StringComparison.Ordinal);
        Assert.Contains("not whole: 1 builds", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pruning_needs_a_backup_that_holds_the_builds()
    {
        await DoneAsync("init", "web-1", "--provider", "aws", "--image-type", "x");
        for (var state = 0; state <= 100; state += 5)
            await DoneAsync("succeed", "web-1", state.ToString(CultureInfo.InvariantCulture));
        string[] prune = ["prune", "--older-than", "0s", "--json"];

        Assert.Equal("kept", Result(await DoneAsync(prune)));
        await PassAsync();
        Assert.Equal("removed", Result(await DoneAsync([.. prune, "--dry-run"])));
        await DoneAsync("status", "web-1");
        Assert.Equal("removed", Result(await DoneAsync(prune)));
        (await PawlAsync("status", "web-1")).IsRefused(3, "no build web-1");
        Variables.Remove("PAWL_BACKUP");
        (await PawlAsync("prune")).IsRefused(2, "--without-backup");
    }

    [Fact]
    public async Task Following_brings_what_happens_and_ends_well_on_a_signal()
    {
        await InitAsync("web-1");
        var start = StartOf(Programs.Pawl, ["backup", "run", "--follow", "--interval", "100ms", "--json"]);
        using var process = Process.Start(start)!;
        try
        {
            await UntilAsync(0);
            await DoneAsync("succeed", "web-1");
            await UntilAsync(5);
            using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            var answer = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
            Assert.Contains("\"events\":2", answer, StringComparison.Ordinal);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_with_the_mend()
    {
        (await PawlAsync("restore", "--at", "2026-01-01T00:00:00Z", "web-1")).IsRefused(2, "--in-place");
        (await PawlAsync("restore", "--at", "2026-01-01T00:00:00Z", "--into", "x")).IsRefused(2, "--all");
        (await PawlAsync("restore", "--at", "yesterday", "web-1", "--into", "x")).IsRefused(2, "2026-01-02T03:04:05Z");
        (await PawlAsync("restore", "--at", "2126-01-01T00:00:00Z", "web-1", "--into", "x")).IsRefused(2, "future");
        (await PawlAsync("backup", "run", "--to", "sqlite:///tmp/x")).IsRefused(2, "dir:///FOLDER");
        (await PawlAsync("backup", "retention", "--weekly", "1y")).IsRefused(2, "52w");
    }

    private async Task<(int Builds, int Events)> PassAsync()
    {
        var json = (await DoneAsync("backup", "run", "--json")).Json;
        return (json.GetProperty("builds").GetInt32(), json.GetProperty("events").GetInt32());
    }

    private async Task<int> StateAsync(string store) => (await DoneAsync("status", "web-1", "--store", store, "--json")).Json.GetProperty("currentState").GetInt32();

    private static string Result(Answer answer) => answer.Json.EnumerateArray().First().GetProperty("result").GetString()!;

    // Each look is a program's run: long enough between two of them.
    private async Task UntilAsync(int state)
    {
        for (var looks = 0; looks < 200; looks++)
        {
            var answer = await PawlAsync("status", "web-1", "--store", $"dir://{Folder}/backup", "--json");
            if (answer.Code == 0 && answer.Json.GetProperty("currentState").GetInt32() == state)
                return;
        }

        Assert.Fail($"the backup never got to state {state}");
    }
}
