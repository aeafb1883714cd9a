using System.Diagnostics;
using Pawl.EndToEnd.Processes;

namespace Pawl.EndToEnd.Verbs;

/// <summary>Keys are replaced while everything stays as it was recorded.</summary>
public sealed class KeyTests : SealingFixture
{
    [Fact]
    public async Task A_rotation_that_was_killed_in_the_middle_is_ended_by_the_next_and_then_the_old_key_can_go()
    {
        var old = await EncryptAsync();
        for (var i = 0; i < 8; i++)
            await InitAsync($"web-{i}");
        await DoneAsync("meta", "set", "web-1", $"note={Secret}");
        var history = (await DoneAsync("audit", "export", "web-1")).Out;
        var fresh = await NewKeyAsync("new.key");
        Variables["PAWL_KEY_FILE"] = Path.Combine(Folder, "new.key");
        Variables["PAWL_OLD_KEY_FILES"] = KeyFile;

        using (var process = Process.Start(StartOf(Programs.Pawl, ["key", "rotate"]))!)
        {
            while (!process.HasExited && Wrapped(fresh) == 0)
                await Task.Yield();
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Contains(Secret, (await DoneAsync("meta", "list", "web-1")).Out, StringComparison.Ordinal);
        Assert.Matches("^[0-9]+ keys were wrapped anew, [0-9]+ were already\n$", (await DoneAsync("key", "rotate")).Out);
        Assert.Equal("0 keys were wrapped anew, 8 were already\n", (await DoneAsync("key", "rotate")).Out);
        Assert.Equal((8, 0), (Wrapped(fresh), Wrapped(old)));
        Assert.Equal(history, (await DoneAsync("audit", "export", "web-1")).Out);

        Variables.Remove("PAWL_OLD_KEY_FILES");
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        Variables["PAWL_KEY_FILE"] = KeyFile;
        (await PawlAsync("status", "web-1")).IsRefused(8, fresh);
    }

    [Fact]
    public async Task A_list_says_which_builds_need_which_key_and_a_rotation_without_that_key_fails()
    {
        var old = await EncryptAsync();
        await InitAsync("web-1");
        var fresh = await NewKeyAsync("new.key");
        Assert.Equal("current", (await DoneAsync("key", "list", "--json")).Json[0].GetProperty("given").GetString());
        Variables["PAWL_KEY_FILE"] = Path.Combine(Folder, "new.key");
        await InitAsync("web-2");
        var list = (await DoneAsync("key", "list")).Out;
        Assert.Matches($"web-1 +{old} +not given", list);
        Assert.Matches($"web-2 +{fresh} +current", list);
        var rotation = await PawlAsync("key", "rotate");
        Assert.Equal((8, "0 keys were wrapped anew, 1 were already; 1 could not be: keep their key\n"), (rotation.Code, rotation.Out));
        Assert.Contains("build web-1", rotation.Error, StringComparison.Ordinal);
        Variables.Remove("PAWL_KEY_FILE");
        Assert.Equal("no", (await DoneAsync("key", "list", "--json")).Json[0].GetProperty("given").GetString());
        (await PawlAsync("key", "rotate")).IsRefused(8, "no key was given");
    }

    [Fact]
    public async Task A_list_shows_sealed_builds_whose_record_is_missing_or_damaged_and_is_8_then()
    {
        var key = await EncryptAsync();
        foreach (var id in (string[])["web-1", "web-2", "web-3"])
            await InitAsync(id);
        File.Delete(RecordOf("web-1"));
        await File.WriteAllTextAsync(RecordOf("web-2"), "{}", TestContext.Current.CancellationToken);
        Variables.Remove("PAWL_KEY_FILE");
        var list = await PawlAsync("key", "list");
        Assert.Equal((8, ""), (list.Code, list.Error));
        Assert.Matches("web-1 +- +missing", list.Out);
        Assert.Matches("web-2 +- +damaged", list.Out);
        Assert.Matches($"web-3 +{key} +not given", list.Out);
        var json = (await PawlAsync("key", "list", "--json")).Json;
        Assert.Equal(["missing", "damaged", "no"], json.EnumerateArray().Select(build => build.GetProperty("given").GetString()));
        Assert.Equal("", json[0].GetProperty("wrappedBy").GetString());
    }

    [Fact]
    public async Task A_list_finds_what_a_mirror_and_a_backup_lack_of_their_own_builds_keys()
    {
        await EncryptAsync();
        Variables["PAWL_MIRROR"] = $"dir://{Path.Combine(Folder, "mirror")}";
        Variables["PAWL_BACKUP"] = $"dir://{Path.Combine(Folder, "backup")}";
        await InitAsync("web-1");
        await DoneAsync("backup", "run");
        Assert.Equal(4, (await DoneAsync("key", "list")).Out.Count(c => c == '\n'));
        Directory.Delete(Path.Combine(Folder, "backup", ".pawl", "keys"), recursive: true);
        var list = await PawlAsync("key", "list", "--json");
        Assert.Equal(8, list.Code);
        Assert.Equal(["current", "current", "missing"], list.Json.EnumerateArray().Select(build => build.GetProperty("given").GetString()));
    }

    [Fact]
    public async Task A_rotation_goes_through_the_mirror_and_the_backup_too()
    {
        await EncryptAsync();
        Variables["PAWL_MIRROR"] = $"dir://{Path.Combine(Folder, "mirror")}";
        Variables["PAWL_BACKUP"] = $"dir://{Path.Combine(Folder, "backup")}";
        await InitAsync("web-1");
        await DoneAsync("backup", "run");
        await NewKeyAsync("new.key");
        Variables["PAWL_KEY_FILE"] = Path.Combine(Folder, "new.key");
        Variables["PAWL_OLD_KEY_FILES"] = KeyFile;
        Assert.Equal("3 keys were wrapped anew, 0 were already\n", (await DoneAsync("key", "rotate")).Out);
        Variables.Remove("PAWL_OLD_KEY_FILES");
        Variables["PAWL_STORE"] = Path.Combine(Folder, "elsewhere");
        await DoneAsync("status", "web-1");
    }

    [Fact]
    public async Task What_is_no_key_service_is_refused()
    {
        Variables["PAWL_KEY_URL"] = "vault://x/y";
        (await PawlAsync("store", "encrypt")).IsRefused(2, "PAWL_KEY_URL", "awskms://", "azkv://");
        Variables["PAWL_KEY_URL"] = "azkv://vault";
        (await PawlAsync("store", "encrypt")).IsRefused(2, "azkv://VAULT/KEY");
    }

    private string RecordOf(string id) => Directory.GetFiles(Path.Combine(Store, ".pawl", "keys", id), "*.json").Single();

    // While they are replaced a file may be gone for a moment.
    private int Wrapped(string key) => Directory.EnumerateFiles(Path.Combine(Store, ".pawl", "keys"), "*.json", SearchOption.AllDirectories)
        .Count(file => File.Exists(file) && File.ReadAllText(file).Contains(key.Split(':')[1], StringComparison.Ordinal));
}
