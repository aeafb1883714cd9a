namespace Pawl.EndToEnd.Verbs;

/// <summary>Mirrors, backups and copies of sealed builds: as sealed as the builds, and all that it takes to go on is one of them and the key.</summary>
public sealed class SealedCopiesTests : SealingFixture
{
    [Fact]
    public async Task Another_machine_goes_on_with_nothing_but_the_mirror_and_the_key()
    {
        await EncryptAsync();
        Variables["PAWL_MIRROR"] = $"dir://{Mirror}";
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"note={Secret}");
        await DoneAsync("start", "web-1");
        await DoneAsync("fail", "web-1", "--error", Secret);
        await DoneAsync("sync");
        FindNothing(Secret, Mirror);

        Variables["PAWL_STORE"] = Path.Combine(Folder, "elsewhere");
        Assert.Contains(Secret, (await DoneAsync("status", "web-1")).Out, StringComparison.Ordinal);
        await DoneAsync("retry", "web-1", "--reason", $"on another machine, {Secret}");
        await DoneAsync("succeed", "web-1");
        Variables.Remove("PAWL_MIRROR");
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        Assert.StartsWith("whole: 1 builds", (await DoneAsync("audit", "verify")).Out, StringComparison.Ordinal);
        FindNothing(Secret, Folder);
    }

    [Fact]
    public async Task A_mirror_that_was_down_gets_the_key_before_the_events()
    {
        await EncryptAsync();
        await File.WriteAllTextAsync(Mirror, "in the way", TestContext.Current.CancellationToken);
        Variables["PAWL_MIRROR"] = $"dir://{Mirror}";
        Assert.Equal(0, (await PawlAsync("init", "web-1", "--provider", "aws", "--image-type", "x")).Code);
        Assert.Equal(0, (await PawlAsync("meta", "set", "web-1", $"note={Secret}")).Code);
        File.Delete(Mirror);
        await DoneAsync("sync");
        Assert.Single(Directory.GetFiles(Path.Combine(Mirror, ".pawl", "keys", "web-1")));
        Variables["PAWL_STORE"] = Path.Combine(Folder, "elsewhere");
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
    }

    [Fact]
    public async Task A_backup_is_sealed_and_brings_back_what_was_lost_with_its_key()
    {
        await EncryptAsync();
        Variables["PAWL_BACKUP"] = $"dir://{Backup}";
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"note={Secret}");
        await DoneAsync("backup", "run");
        await DoneAsync("backup", "verify");
        FindNothing(Secret, Backup);
        var now = Now();
        await DoneAsync("meta", "set", "web-1", "note=wrong");
        await DoneAsync("restore", "web-1", "--at", now, "--in-place", "--reason", $"it was {Secret}");
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        Assert.Contains($"it was {Secret}", (await DoneAsync("history", "web-1")).Out, StringComparison.Ordinal);
        Assert.StartsWith("whole: 1 builds", (await DoneAsync("audit", "verify")).Out, StringComparison.Ordinal);

        Directory.Delete(Store, recursive: true);
        await DoneAsync("restore", "web-1", "--at", now, "--in-place", "--reason", "lost");
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        await DoneAsync("restore", "web-1", "--at", now, "--into", Path.Combine(Folder, "into"));
        Variables["PAWL_STORE"] = Path.Combine(Folder, "into");
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        FindNothing(Secret, Folder);
    }

    [Fact]
    public async Task A_backup_and_a_restoration_need_no_key()
    {
        await EncryptAsync();
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"note={Secret}");
        Variables.Remove("PAWL_KEY_FILE");
        await DoneAsync("backup", "run", "--to", $"dir://{Backup}");
        await DoneAsync("restore", "web-1", "--at", Now(), "--from", $"dir://{Backup}", "--into", Path.Combine(Folder, "into"));
        Variables["PAWL_KEY_FILE"] = KeyFile;
        Variables["PAWL_STORE"] = Path.Combine(Folder, "into");
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
    }

    [Fact]
    public async Task A_copy_stays_sealed_and_an_erased_build_takes_its_key_with_it()
    {
        await EncryptAsync();
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"note={Secret}");
        var other = Path.Combine(Folder, "other");
        await DoneAsync("store", "copy", Store, $"dir://{other}");
        FindNothing(Secret, other);
        await DoneAsync("store", "copy", Store, $"dir://{other}");

        while ((await PawlAsync("succeed", "web-1")).Code == 0)
        {
        }

        await DoneAsync("prune", "--older-than", "0s", "--without-backup");
        Assert.Equal("store.json", Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(Store, ".pawl", "keys"), "*.json", SearchOption.AllDirectories))));
        Variables["PAWL_STORE"] = $"dir://{other}";
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
    }

    [Fact]
    public async Task What_is_copied_into_an_encrypted_store_is_sealed_on_the_way()
    {
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"note={Secret}");
        var plain = Store;
        await NewKeyAsync("seal.key");
        Variables["PAWL_KEY_FILE"] = KeyFile;
        var target = Path.Combine(Folder, "target");
        await DoneAsync("store", "create", target, "--encrypt");
        Assert.Equal("1 builds are the same in both stores now, 2 events were copied\n", (await DoneAsync("store", "copy", plain, target)).Out);
        FindNothing(Secret, target);
        Assert.Equal("1 builds are the same in both stores now, 0 events were copied\n", (await DoneAsync("store", "copy", plain, target)).Out);
        Variables["PAWL_STORE"] = target;
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        Assert.StartsWith("whole: 1 builds", (await DoneAsync("audit", "verify")).Out, StringComparison.Ordinal);
        Variables.Remove("PAWL_KEY_FILE");
        (await PawlAsync("store", "copy", plain, target)).IsRefused(8, "is encrypted", "no key was given");
    }

    private static string Now() => DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
}
