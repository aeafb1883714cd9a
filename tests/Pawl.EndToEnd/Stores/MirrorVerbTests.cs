using System.Diagnostics;
using Pawl.EndToEnd.Processes;

namespace Pawl.EndToEnd.Stores;

/// <summary>The program with a mirror, on one machine and on two.</summary>
public sealed class MirrorVerbTests : StoreFixture
{
    private string Mirror => Path.Combine(Folder, "mirror");

    [Fact]
    public async Task A_change_follows_to_a_bucket_and_status_says_so()
    {
        Variables["PAWL_MIRROR"] = await PlaceAsync("s3");
        await DoneAsync("store", "create", Variables["PAWL_MIRROR"]);
        await InitAsync("web-42");
        await DoneAsync("succeed", "web-42");
        Assert.Contains("up to date", (await DoneAsync("status", "web-42")).Out, StringComparison.Ordinal);
        var mirror = (await DoneAsync("status", "web-42", "--json")).Json.GetProperty("mirrors")[0];
        Assert.Equal((2, 2), (mirror.GetProperty("version").GetInt64(), mirror.GetProperty("owed").GetInt64()));
        Assert.Equal(
            (await DoneAsync("history", "web-42", "--json")).Out,
            (await DoneAsync("history", "web-42", "--json", "--store", Variables["PAWL_MIRROR"])).Out);
    }

    [Fact]
    public async Task A_mirror_that_is_down_costs_a_line_and_is_drained_by_sync()
    {
        Variables["PAWL_MIRROR"] = $"dir://{Mirror}";
        await InitAsync("web-42");
        Directory.Move(Mirror, Mirror + ".away");
        await File.WriteAllTextAsync(Mirror, "", None);

        var changed = await PawlAsync("succeed", "web-42");
        Assert.Equal(0, changed.Code);
        Assert.Contains("the mirror is behind", changed.Error, StringComparison.Ordinal);
        Assert.Contains("1 events behind", (await PawlAsync("status", "web-42")).Out, StringComparison.Ordinal);
        Assert.Equal(8, (await PawlAsync("sync")).Code);

        File.Delete(Mirror);
        Directory.Move(Mirror + ".away", Mirror);
        Variables.Remove("PAWL_MIRROR");
        Assert.Contains("1 builds are whole", (await DoneAsync("sync")).Out, StringComparison.Ordinal);
        Assert.Contains("up to date", (await DoneAsync("status", "web-42")).Out, StringComparison.Ordinal);
        Assert.Contains("state 5", (await DoneAsync("status", "web-42", "--store", $"dir://{Mirror}")).Out.Replace("state      5", "state 5", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_whose_worker_was_killed_goes_on_on_another_machine()
    {
        Variables["PAWL_MIRROR"] = $"dir://{Mirror}";
        var gate = Path.Combine(Folder, "gate");
        await File.WriteAllTextAsync(Path.Combine(Folder, "p.yaml"), $$"""
            name: tiny
            provider: aws
            image_type: rhel8-webserver
            states:
              - {code: 0, name: Begin, run: echo begun >> begun}
              - {code: 50, name: Middle, run: "touch reached; test -e {{gate}} || sleep 600"}
              - {code: 100, name: End, run: echo ended}
            """, None);
        var start = StartOf(Programs.Pawl, ["run", "p.yaml", "--build-id", "web-42", "--lease", "1s"]);
        using (var first = Process.Start(start)!)
        {
            while (!File.Exists(Path.Combine(Folder, "reached")))
            {
                Assert.False(first.HasExited, "the first run ended early");
                await Task.Yield();
            }

            first.Kill();
            await first.WaitForExitAsync(None);
        }

        // Another machine: other files, another worker, the same mirror.
        await File.WriteAllTextAsync(gate, "", None);
        Variables["PAWL_STORE"] = Path.Combine(Folder, "other-store");
        Variables["PAWL_WORKER"] = "other@machine";
        Variables["PAWL_TEST_OTHER"] = "1";
        Verbs.Answer second;
        do
        {
            second = await PawlAsync("resume", "web-42");
        }
        while (second.Code == 6);

        Assert.True(second.Code == 0, second.Out + second.Error);
        Assert.Equal("begun\n", await File.ReadAllTextAsync(Path.Combine(Folder, "begun"), None));
        Assert.Contains("interrupted", (await DoneAsync("history", "web-42")).Out, StringComparison.Ordinal);
        await DoneAsync("audit", "verify", "web-42", "--store", $"dir://{Mirror}");
    }

    [Fact]
    public async Task Copies_that_both_went_on_are_refused_until_somebody_chooses()
    {
        Variables["PAWL_MIRROR"] = $"dir://{Mirror}";
        await InitAsync("web-42");
        var mirror = Variables["PAWL_MIRROR"];
        Variables.Remove("PAWL_MIRROR");
        await DoneAsync("succeed", "web-42");
        await DoneAsync("meta", "set", "web-42", "from=there", "--store", mirror);
        Variables["PAWL_MIRROR"] = mirror;

        await PawlAsync("meta", "set", "web-42", "from=here");
        (await PawlAsync("meta", "set", "web-42", "more=here")).IsRefused(4, "went on in two places", "version 2 in", "mirror choose");
        (await PawlAsync("mirror", "choose", "web-42", "--keep", "both", "--reason", "x")).IsRefused(2, "neither local nor mirror");
        var chosen = await DoneAsync("mirror", "choose", "web-42", "--keep", "mirror", "--reason", "it was right");
        Assert.Contains("aside", chosen.Out, StringComparison.Ordinal);
        Assert.Equal("there\n", (await DoneAsync("meta", "get", "web-42", "from")).Out);
        await DoneAsync("succeed", "web-42");
        Assert.Contains("up to date", (await DoneAsync("status", "web-42")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_has_no_mirror_says_so()
    {
        (await PawlAsync("list", "--store", $"dir://{Folder}/x", "--mirror", $"dir://{Mirror}")).IsRefused(2, "--mirror", "only builds in SQLite files");
        (await PawlAsync("list", "--mirror", Store)).IsRefused(2, "is the store itself");
        (await PawlAsync("sync", "--store", $"dir://{Folder}/x")).IsRefused(2, "no mirrors");
    }
}
