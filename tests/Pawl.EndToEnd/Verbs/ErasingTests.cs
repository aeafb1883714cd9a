namespace Pawl.EndToEnd.Verbs;

/// <summary>A person and a build are erased: from the store, its mirror, its backup and old copies of both, and what is left says when, why and by whom.</summary>
public sealed class ErasingTests : SealingFixture
{
    private const string Person = "Jane Doe";

    [Fact]
    public async Task A_person_is_found_exported_and_erased_everywhere_and_the_build_goes_on()
    {
        await CopiedAsync();
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"owner={Person}", "colour=blue");
        Variables["PAWL_WORKER"] = "jane.doe@laptop";
        await DoneAsync("start", "web-1");
        await DoneAsync("fail", "web-1", "--error", $"could not mail {Person}");
        Variables["PAWL_WORKER"] = "operator@desk";
        await DoneAsync("backup", "run");
        var old = OldCopy();

        var found = (await DoneAsync("subject", "find", Person, "jane.doe")).Out;
        Assert.Contains("metadata owner", found, StringComparison.Ordinal);
        Assert.DoesNotContain(Person, found, StringComparison.Ordinal);
        Assert.Contains($"\"value\":\"{Person}\"", (await DoneAsync("subject", "export", Person, "jane.doe")).Out, StringComparison.Ordinal);
        Assert.Contains("would be erased", (await DoneAsync("subject", "erase", Person, "jane.doe", "--reason", "request 17", "--dry-run")).Out, StringComparison.Ordinal);
        Assert.Equal($"{Person}\n", (await DoneAsync("meta", "get", "web-1", "owner")).Out);

        await DoneAsync("subject", "erase", Person, "jane.doe", "--reason", "request 17");
        foreach (var place in (string[])[Store, $"dir://{Mirror}", $"dir://{Backup}"])
        {
            Assert.Equal("colour=blue\nowner=(erased)\n", (await DoneAsync("meta", "list", "web-1", "--store", place)).Out);
            Assert.Contains("could not", (await DoneAsync("history", "web-1", "--store", place)).Out.Replace("(erased)", "could not", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.StartsWith("whole: 1 builds", (await DoneAsync("audit", "verify", "--store", place)).Out, StringComparison.Ordinal);
            var said = (await DoneAsync("audit", "export", "web-1", "--kind", "values_erased", "--store", place)).Json.GetProperty("event");
            Assert.Equal(("operator@desk", "request 17"), (said.GetProperty("by").GetString(), said.GetProperty("reason").GetString()));
        }

        Assert.Contains("names this person", (await PawlAsync("subject", "find", Person, "jane.doe")).Error, StringComparison.Ordinal);
        await DoneAsync("retry", "web-1", "--reason", "again");
        await DoneAsync("succeed", "web-1");
        await DoneAsync("meta", "set", "web-1", "owner=ops");
        Assert.Equal("ops\n", (await DoneAsync("meta", "get", "web-1", "owner")).Out);

        Variables.Remove("PAWL_MIRROR");
        // An old copy of the store without its keys' folder is what a backup of a bucket or a disk holds: today's keys don't open it.
        UseKeysOf(Store, old);
        Assert.Equal("colour=blue\nowner=(erased)\n", (await DoneAsync("meta", "list", "web-1", "--store", old)).Out);
    }

    [Fact]
    public async Task An_erased_build_cannot_be_read_anywhere_and_every_copy_says_who_erased_it()
    {
        await CopiedAsync();
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"note={Secret}");
        await DoneAsync("backup", "run");
        Variables["PAWL_WORKER"] = "operator@desk";
        Variables.Remove("PAWL_KEY_FILE"); // Whoever erases needs no key.
        Assert.Contains("can't be read any more", (await DoneAsync("erase", "web-1", "--reason", "request 18")).Out, StringComparison.Ordinal);
        Variables["PAWL_KEY_FILE"] = KeyFile;
        foreach (var place in (string[])[Store, $"dir://{Mirror}", $"dir://{Backup}"])
        {
            Assert.Equal("note=(erased)\n", (await DoneAsync("meta", "list", "web-1", "--store", place)).Out);
            var erasure = (await DoneAsync("status", "web-1", "--json", "--store", place)).Json.GetProperty("erasure");
            Assert.Equal(("operator@desk", "request 18"), (erasure.GetProperty("by").GetString(), erasure.GetProperty("reason").GetString()));
            Assert.StartsWith("whole: 1 builds", (await DoneAsync("audit", "verify", "--store", place)).Out, StringComparison.Ordinal);
            Assert.Equal("erased", (await DoneAsync("key", "list", "--json", "--store", place)).Json[0].GetProperty("given").GetString());
        }

        (await PawlAsync("succeed", "web-1")).IsRefused(4, "was erased by operator@desk");
        Assert.Equal(4, (await PawlAsync("check", "web-1")).Code);
        await DoneAsync("erase", "web-1", "--reason", "again"); // Doing it again ends what was cut short, and changes nothing.
        Assert.Contains("request 18", (await DoneAsync("status", "web-1")).Out, StringComparison.Ordinal);
        Assert.Equal("0 keys were wrapped anew, 0 were already\n", (await DoneAsync("key", "rotate")).Out);

        // Another machine had the build before: its key goes when it sees what happened.
        Variables["PAWL_STORE"] = Path.Combine(Folder, "elsewhere");
        Assert.Equal("note=(erased)\n", (await DoneAsync("meta", "list", "web-1")).Out);
    }

    [Fact]
    public async Task A_machine_that_was_away_forgets_when_it_comes_back()
    {
        await CopiedAsync();
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"owner={Person}", "colour=blue");
        await DoneAsync("sync");
        var away = Path.Combine(Folder, "away");
        Assert.Equal($"{Person}\n", (await DoneAsync("meta", "get", "web-1", "owner", "--store", away)).Out);
        await DoneAsync("subject", "erase", Person, "--reason", "request 17");
        await DoneAsync("sync");
        Assert.Equal("colour=blue\nowner=(erased)\n", (await DoneAsync("meta", "list", "web-1", "--store", away)).Out);
        Variables.Remove("PAWL_MIRROR");
        Assert.Equal("colour=blue\nowner=(erased)\n", (await DoneAsync("meta", "list", "web-1", "--store", away)).Out);
        UseKeysOf(away, OldCopy());
    }

    [Fact]
    public async Task A_build_that_is_not_sealed_goes_whole_and_leaves_a_tombstone()
    {
        Variables["PAWL_MIRROR"] = $"dir://{Mirror}";
        Variables["PAWL_BACKUP"] = $"dir://{Backup}";
        await InitAsync("web-1");
        await InitAsync("web-2");
        await DoneAsync("meta", "set", "web-1", $"owner={Person}");
        await DoneAsync("backup", "run");
        var left = await PawlAsync("subject", "erase", Person, "--reason", "request 17");
        Assert.Equal(4, left.Code);
        Assert.Contains("`pawl erase web-1`", left.Out, StringComparison.Ordinal);
        Assert.Contains("build web-1 is removed", (await DoneAsync("erase", "web-1", "--reason", "request 17")).Out, StringComparison.Ordinal);
        foreach (var place in (string[])[Store, $"dir://{Mirror}", $"dir://{Backup}"])
        {
            (await PawlAsync("status", "web-1", "--store", place)).IsRefused(3, "no build web-1");
            await DoneAsync("status", "web-2", "--store", place);
        }

        FindNothing(Person, Mirror);
        FindNothing(Person, Backup);
        Assert.Contains("request 17", (await DoneAsync("audit", "tombstones", "web-1")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_on_hold_stays_and_a_reason_that_names_the_person_is_refused()
    {
        await EncryptAsync();
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"owner={Person}");
        (await PawlAsync("subject", "erase", Person, "--reason", $"{Person} asked for it")).IsRefused(2, "--reason names the person");
        (await PawlAsync("subject", "find", "Al")).IsRefused(2, "at least 3 characters");
        (await PawlAsync("subject", "find")).IsRefused(2, "--names");
        await DoneAsync("hold", "place", "web-1", "--reason", "case 4");
        (await PawlAsync("erase", "web-1", "--reason", "x")).IsRefused(4, "is on hold");
        var kept = await PawlAsync("subject", "erase", Person, "--reason", "request 17");
        Assert.Equal(4, kept.Code);
        Assert.Contains("web-1: kept", kept.Out, StringComparison.Ordinal);
        Variables.Remove("PAWL_KEY_FILE");
        var blind = await PawlAsync("subject", "find", Person);
        Assert.Equal(8, blind.Code);
        Assert.Contains("build web-1", blind.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing in", blind.Error, StringComparison.Ordinal);
        (await PawlAsync("erase", "web-9", "--reason", "x")).IsRefused(3, "no build web-9");
    }

    [Fact]
    public async Task Logs_lose_the_name_and_sealed_ones_go_with_their_key()
    {
        var pipeline = Path.Combine(Folder, "p.yaml");
        await File.WriteAllTextAsync(pipeline, $"""
            name: p
            provider: private
            image_type: x
            states:
              - code: 5
                name: One
                run: "echo mail to {Person}; echo second line"
              - code: 100
                name: Two
                run: echo done
            """, TestContext.Current.CancellationToken);
        await DoneAsync("run", pipeline, "--build-id", "open-1");
        await EncryptAsync();
        await DoneAsync("run", pipeline, "--build-id", "web-1");
        Assert.Contains("005-1.log", (await DoneAsync("subject", "find", Person)).Out, StringComparison.Ordinal);
        var log = Directory.GetFiles(Path.Combine(Store, "logs", "web-1"), "005-1*").Single();
        var old = await File.ReadAllBytesAsync(log, TestContext.Current.CancellationToken);
        await DoneAsync("subject", "erase", Person, "--reason", "request 17");
        Assert.Equal("mail to (erased)\nsecond line\n", (await DoneAsync("log", "open-1", "5")).Out);
        Assert.False(File.Exists(log));
        await File.WriteAllBytesAsync(log, old, TestContext.Current.CancellationToken);
        (await PawlAsync("log", "web-1", "5")).IsRefused(8, "erased");
        Assert.Equal("done\n", (await DoneAsync("log", "web-1", "100")).Out);
    }

    // The store's files as they are now.
    private string OldCopy()
    {
        var copy = Path.Combine(Folder, "old");
        Directory.CreateDirectory(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var file in Directory.GetFiles(Store, "web-1.db*"))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private static void UseKeysOf(string store, string copy)
    {
        var keys = Path.Combine(copy, ".pawl", "keys", "web-1");
        Directory.CreateDirectory(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var file in Directory.GetFiles(Path.Combine(store, ".pawl", "keys", "web-1")))
            File.Copy(file, Path.Combine(keys, Path.GetFileName(file)));
    }
}
