using System.Diagnostics;
using Pawl.EndToEnd.Processes;

namespace Pawl.EndToEnd.Verbs;

/// <summary>Anchors are made by themselves, where the key is.</summary>
public sealed class AnchorTests : CommandFixture
{
    private string Anchors => Path.Combine(Folder, "anchors");

    private string Mirror => Path.Combine(Folder, "mirror");

    [Fact]
    public async Task A_backup_anchors_what_it_brought_and_what_is_cut_off_the_store_then_is_found()
    {
        await UseKeyAsync($"dir://{Anchors}");
        await InitAsync("web-1");
        await DoneAsync("succeed", "web-1");
        await DoneAsync("backup", "run", "--to", $"dir://{Folder}/backup");
        await DoneAsync("backup", "run", "web-1", "--to", $"dir://{Folder}/backup");
        Assert.Equal("whole: 1 builds, 2 events, 1 anchors\n", (await DoneAsync("audit", "verify")).Out);
        Directory.Delete(Store, recursive: true);
        await InitAsync("web-1");
        var cut = await PawlAsync("audit", "verify");
        Assert.Equal(8, cut.Code);
        Assert.Contains("had reached version 2", cut.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_cut_off_is_found_by_the_anchors_in_the_mirror()
    {
        Variables["PAWL_MIRROR"] = $"dir://{Mirror}";
        await UseKeyAsync("mirror");
        await InitAsync("web-1");
        await DoneAsync("succeed", "web-1");
        await DoneAsync("sync");
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(Mirror, ".pawl", "anchors", "web-1")));
        Assert.Equal("whole: 1 builds, 2 events, 1 anchors\n", (await DoneAsync("audit", "verify")).Out);

        // Somebody who can write everywhere, and has no key, cuts off the end here and there: whole by itself, but for the anchor.
        Directory.Delete(Store, recursive: true);
        Directory.Delete(Path.Combine(Mirror, "aws"), recursive: true);
        Directory.Delete(Path.Combine(Mirror, ".pawl", "builds"), recursive: true);
        await InitAsync("web-1");
        var cut = await PawlAsync("audit", "verify");
        Assert.Equal(8, cut.Code);
        Assert.Contains("had reached version 2", cut.Out, StringComparison.Ordinal);
        var pass = await PawlAsync("audit", "anchor");
        Assert.Equal((8, "web-1: it stands at version 1, and was anchored at 2: events were removed; see `pawl audit verify web-1`\n"), (pass.Code, pass.Out));
        var sync = await PawlAsync("sync");
        Assert.Equal(8, sync.Code);
        Assert.Contains("events were removed", sync.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_pass_says_and_makes_nothing()
    {
        await UseKeyAsync($"dir://{Anchors}");
        await InitAsync("web-1");
        Assert.Equal("web-1: anchored at version 1\n", (await DoneAsync("audit", "anchor")).Out);
        Assert.Equal("", (await DoneAsync("audit", "anchor")).Out);
        Assert.Equal("web-1: anchored already at version 1\n", (await DoneAsync("audit", "anchor", "web-1")).Out);
        (await PawlAsync("audit", "anchor", "nope")).IsRefused(3, "no build nope");
    }

    [Fact]
    public async Task Following_anchors_what_happens_until_it_is_ended()
    {
        await UseKeyAsync($"dir://{Anchors}");
        await InitAsync("web-1");
        using var process = Process.Start(StartOf(Programs.Pawl, ["audit", "anchor", "--follow", "--every", "100ms"]))!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Assert.Equal("web-1: anchored at version 1", await process.StandardOutput.ReadLineAsync(limit.Token));
        await DoneAsync("succeed", "web-1");
        Assert.Equal("web-1: anchored at version 2", await process.StandardOutput.ReadLineAsync(limit.Token));
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await kill.WaitForExitAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal(143, process.ExitCode);
    }

    [Fact]
    public async Task A_place_that_can_not_be_reached_fails_no_backup_and_is_told_with_8()
    {
        await File.WriteAllTextAsync(Anchors, "", TestContext.Current.CancellationToken);
        await UseKeyAsync($"dir://{Anchors}");
        await InitAsync("web-1");
        var backup = await PawlAsync("backup", "run", "--to", $"dir://{Folder}/backup");
        Assert.Equal(8, backup.Code);
        Assert.StartsWith("1 events of 1 builds were brought", backup.Out, StringComparison.Ordinal);
        Assert.Contains("not all builds were anchored", backup.Error, StringComparison.Ordinal);
        Assert.Contains("web-1", (await DoneAsync("list", "--store", $"dir://{Folder}/backup")).Out, StringComparison.Ordinal);
        File.Delete(Anchors);
        await DoneAsync("backup", "run", "--to", $"dir://{Folder}/backup");
        Assert.Equal("whole: 1 builds, 1 events, 1 anchors\n", (await DoneAsync("audit", "verify")).Out);
    }

    [Fact]
    public async Task Another_key_anchors_anew_and_what_it_did_not_sign_is_told_by_a_verification()
    {
        await UseKeyAsync($"dir://{Anchors}");
        await InitAsync("web-1");
        await DoneAsync("audit", "anchor");
        Variables["PAWL_AUDIT_KEY_FILE"] = Path.Combine(Folder, "other.key");
        await DoneAsync("audit", "key", Variables["PAWL_AUDIT_KEY_FILE"]);
        await DoneAsync("succeed", "web-1");
        Assert.Equal("web-1: anchored at version 2\n", (await DoneAsync("audit", "anchor")).Out);
        var verify = await PawlAsync("audit", "verify");
        Assert.Equal(8, verify.Code);
        Assert.Contains("event 1: its anchor was signed by key", verify.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("event 2", verify.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_a_backup_anchors_nothing_and_a_mirror_that_is_not_there_is_wrong_use()
    {
        Variables["PAWL_ANCHORS"] = $"dir://{Anchors}";
        await InitAsync("web-1");
        await DoneAsync("backup", "run", "--to", $"dir://{Folder}/backup");
        Assert.False(Directory.Exists(Anchors));
        await UseKeyAsync("mirror");
        (await PawlAsync("audit", "anchor")).IsRefused(2, "PAWL_MIRROR");
        (await PawlAsync("audit", "anchor", "--every", "1m", "--anchors", $"dir://{Anchors}")).IsRefused(2, "--follow");
        (await PawlAsync("audit", "anchor", "web-1", "--follow", "--anchors", $"dir://{Anchors}")).IsRefused(2, "--follow");
    }

    private async Task UseKeyAsync(string anchors)
    {
        Variables["PAWL_AUDIT_KEY_FILE"] = Path.Combine(Folder, "audit.key");
        Variables["PAWL_ANCHORS"] = anchors;
        await DoneAsync("audit", "key", Variables["PAWL_AUDIT_KEY_FILE"]);
    }
}
