using System.Text.Json;

namespace Pawl.EndToEnd.Verbs;

/// <summary>Builds that were pruned are told from builds that somebody removed.</summary>
public sealed class TombstoneTests : SealingFixture
{
    [Fact]
    public async Task A_build_that_was_pruned_by_the_operator_was_removed_by_right()
    {
        await UseAnchorsAsync();
        await FailAsync("web-1");
        await DoneAsync("audit", "anchor");
        await PruneAsync();

        var answer = await PawlAsync("audit", "verify");
        Assert.Equal((0, "whole: 0 builds, 0 events, 1 removed by right\n"), (answer.Code, answer.Out));
        Assert.Matches("^web-1: it was removed at version 2 by .*: pruned: failed, last changed .*; older than 0s\n$", answer.Error);
        Assert.Equal(0, (await PawlAsync("audit", "verify", "web-1")).Code);
        (await PawlAsync("audit", "verify", "web-9")).IsRefused(3, "no build web-9");

        // The id is used again.
        await FailAsync("web-1");
        await DoneAsync("audit", "anchor");
        Assert.Equal("whole: 1 builds, 2 events, 1 anchors\n", (await DoneAsync("audit", "verify")).Out);
    }

    [Fact]
    public async Task A_build_that_was_pruned_without_the_key_is_a_fault_that_says_who_claims_what()
    {
        await UseAnchorsAsync();
        await FailAsync("web-1");
        await DoneAsync("audit", "anchor");
        var key = Variables["PAWL_AUDIT_KEY_FILE"];
        Variables.Remove("PAWL_AUDIT_KEY_FILE");
        Variables["PAWL_WORKER"] = "mallory@here";
        await PruneAsync();
        Variables["PAWL_AUDIT_KEY_FILE"] = key;

        var answer = await PawlAsync("audit", "verify");
        Assert.Equal(8, answer.Code);
        Assert.Matches("^web-1: the build was removed: .*; a tombstone that nobody signed claims that it was removed by mallory@here, .*: pruned: failed", answer.Out);
    }

    [Fact]
    public async Task Tombstones_are_listed_with_what_their_signature_is_worth()
    {
        Assert.Equal("[]", (await DoneAsync("audit", "tombstones", "--json")).Out.Trim());
        await FailAsync("web-1");
        await PruneAsync();
        await UseAnchorsAsync();
        await FailAsync("web-2");
        await PruneAsync();

        var lines = (await DoneAsync("audit", "tombstones")).Out.Trim().Split('\n');
        Assert.Matches(@"^web-1 version 2: removed 20.* by .*: pruned: failed, last changed .*; older than 0s \(not signed\)$", lines[0]);
        Assert.EndsWith("(signed)", lines[1], StringComparison.Ordinal);
        var one = Assert.Single((await DoneAsync("audit", "tombstones", "web-2", "--json")).Json.EnumerateArray());
        Assert.Equal(("web-2", 2, "valid"), (one.GetProperty("buildId").GetString(), one.GetProperty("version").GetInt32(), one.GetProperty("signature").GetString()));
        Assert.Equal(64, one.GetProperty("head").GetString()!.Length);

        await DoneAsync("audit", "key", Path.Combine(Folder, "other.key"));
        Variables["PAWL_AUDIT_KEY_FILE"] = Path.Combine(Folder, "other.key");
        Assert.Equal(["none", "other-key"], await SignaturesAsync());
        Variables.Remove("PAWL_AUDIT_KEY_FILE");
        Assert.Equal(["none", "unchecked"], await SignaturesAsync());
    }

    [Fact]
    public async Task A_mirror_keeps_them_too()
    {
        var mirror = Path.Combine(Folder, "mirror");
        Variables["PAWL_MIRROR"] = $"dir://{mirror}";
        await UseAnchorsAsync();
        await FailAsync("web-1");
        await DoneAsync("audit", "anchor");
        await PruneAsync();

        Variables["PAWL_STORE"] = Path.Combine(Folder, "another-machine");
        Assert.Equal(0, (await PawlAsync("audit", "verify")).Code);
        Variables.Remove("PAWL_MIRROR");
        Assert.Equal(8, (await PawlAsync("audit", "verify")).Code);
        Variables["PAWL_STORE"] = $"dir://{mirror}";
        Assert.Equal(0, (await PawlAsync("audit", "verify")).Code);
    }

    [Fact]
    public async Task Nothing_of_a_sealed_build_stands_in_its_tombstone_or_in_a_report()
    {
        await EncryptAsync();
        Variables["PAWL_WORKER"] = $"{Secret}-worker";
        await FailAsync("web-1", Secret);
        await FailAsync("web-2", Secret);
        await DoneAsync("hold", "place", "web-2", "--reason", $"case {Secret}");
        Variables["PAWL_WORKER"] = "pruner@here";
        var report = Path.Combine(Folder, "report.json");
        await DoneAsync("prune", "--status", "failed", "--older-than", "0s", "--without-backup", "--report", report);

        Assert.Contains("web-1", (await DoneAsync("audit", "tombstones")).Out, StringComparison.Ordinal);
        var held = JsonDocument.Parse(await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken)).RootElement.GetProperty("things").EnumerateArray()
            .Single(thing => thing.GetProperty("buildId").GetString() == "web-2");
        Assert.Contains("(sealed)", held.GetProperty("message").GetString(), StringComparison.Ordinal);
        FindNothing(Secret, Folder);
    }

    [Fact]
    public async Task A_key_that_is_none_is_found_out_before_anything_is_removed()
    {
        await FailAsync("web-1");
        Variables["PAWL_AUDIT_KEY"] = "short";
        (await PawlAsync("prune", "--status", "failed", "--older-than", "0s", "--without-backup")).IsRefused(2, "PAWL_AUDIT_KEY holds no key");
        await DoneAsync("status", "web-1");
    }

    private async Task FailAsync(string id, string error = "no mirror")
    {
        await InitAsync(id);
        await DoneAsync("fail", id, "--error", error);
    }

    private Task<Answer> PruneAsync() => DoneAsync("prune", "--status", "failed", "--older-than", "0s", "--without-backup");

    private async Task<IEnumerable<string?>> SignaturesAsync() =>
        (await DoneAsync("audit", "tombstones", "--json")).Json.EnumerateArray().Select(one => one.GetProperty("signature").GetString());

    private async Task UseAnchorsAsync()
    {
        Variables["PAWL_AUDIT_KEY_FILE"] = Path.Combine(Folder, "audit.key");
        Variables["PAWL_ANCHORS"] = $"dir://{Path.Combine(Folder, "anchors")}";
        await DoneAsync("audit", "key", Variables["PAWL_AUDIT_KEY_FILE"]);
    }
}
