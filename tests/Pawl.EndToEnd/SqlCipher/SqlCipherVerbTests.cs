namespace Pawl.EndToEnd.SqlCipher;

/// <summary>Encrypted files, as people and scripts use them.</summary>
public sealed class SqlCipherVerbTests : SqlCipherFixture
{
    [Fact]
    public async Task A_build_goes_its_way_like_any_other_and_nothing_of_it_is_in_the_clear_on_the_disk()
    {
        await EncryptAsync();
        Assert.Contains(Store, (await DoneAsync("store", "create")).Out, StringComparison.Ordinal);
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"note={Secret}");
        await DoneAsync("start", "web-1");
        await DoneAsync("succeed", "web-1");
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        Assert.Contains("rhel8-webserver", (await DoneAsync("list")).Out, StringComparison.Ordinal);
        Assert.StartsWith("whole: 1 builds", (await DoneAsync("audit", "verify")).Out, StringComparison.Ordinal);
        Assert.False(Holds(Store, Secret));
        Assert.False(Holds(Store, "rhel8-webserver"));
        Assert.False(Holds(Store, "SQLite format 3"));
    }

    [Fact]
    public async Task Without_a_key_or_with_another_one_nothing_is_read_and_nothing_begun()
    {
        await EncryptAsync();
        await InitAsync("web-1");
        await NewKeyAsync("other.key");
        string[][] verbs = [["status", "web-1"], ["list"], ["meta", "set", "web-1", "a=b"], ["init", "web-2", "--provider", "aws", "--image-type", "x"], ["audit", "verify"]];
        Variables[KeyVariable] = Path.Combine(Folder, "other.key");
        foreach (var verb in verbs)
            (await PawlAsync(verb)).IsRefused(8, Store, "another key", "PAWL_OLD_SQLCIPHER_KEY_FILES");
        Variables.Remove(KeyVariable);
        foreach (var verb in verbs)
            (await PawlAsync(verb)).IsRefused(8, Store, "no key was given", KeyVariable);
        Variables["PAWL_STORE"] = Store;
        foreach (var verb in verbs)
            (await PawlAsync(verb)).IsRefused(8, Store, $"name the store {Url}");
        Assert.Equal(["web-1.db"], Directory.GetFiles(Store, "*.db").Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_key_may_stand_in_a_variable_and_what_is_no_key_or_two_are_2()
    {
        await EncryptAsync();
        Variables["PAWL_SQLCIPHER_KEY"] = (await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken)).Trim();
        (await PawlAsync("list")).IsRefused(2, "PAWL_SQLCIPHER_KEY_FILE and PAWL_SQLCIPHER_KEY");
        Variables.Remove(KeyVariable);
        await InitAsync("web-1");
        Variables["PAWL_SQLCIPHER_KEY"] = "c2hvcnQ=";
        (await PawlAsync("status", "web-1")).IsRefused(2, "PAWL_SQLCIPHER_KEY holds no key", "pawl key new");
        Variables.Remove("PAWL_SQLCIPHER_KEY");
        Variables[KeyVariable] = KeyFile;
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        (await PawlAsync("status", "web-1")).IsRefused(8, KeyFile, "chmod 600");
    }

    [Fact]
    public async Task A_plain_folder_is_converted_by_a_copy_and_the_key_is_changed_by_one()
    {
        await EncryptAsync();
        await DoneAsync("init", "web-1", "--provider", "aws", "--image-type", "x", "--store", $"{Folder}/plain");
        await DoneAsync("meta", "set", "web-1", $"note={Secret}", "--store", $"{Folder}/plain");
        Assert.True(Holds($"{Folder}/plain", Secret));
        (await PawlAsync("status", "web-1", "--store", $"sqlcipher://{Folder}/plain")).IsRefused(8, "plain SQLite file", "pawl store copy");

        Assert.StartsWith("1 builds are the same", (await DoneAsync("store", "copy", $"{Folder}/plain", Url)).Out, StringComparison.Ordinal);
        await NewKeyAsync("new.key");
        Variables["PAWL_OLD_SQLCIPHER_KEY_FILES"] = KeyFile;
        Variables[KeyVariable] = Path.Combine(Folder, "new.key");
        Assert.StartsWith("1 builds are the same", (await DoneAsync("store", "copy", Url, $"sqlcipher://{Folder}/again")).Out, StringComparison.Ordinal);
        Variables.Remove("PAWL_OLD_SQLCIPHER_KEY_FILES");
        Variables["PAWL_STORE"] = $"sqlcipher://{Folder}/again";
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        Assert.False(Holds(Store, Secret));
        Assert.False(Holds($"{Folder}/again", Secret));

        await DoneAsync("store", "copy", $"sqlcipher://{Folder}/again", $"{Folder}/out");
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note", "--store", $"{Folder}/out")).Out);
    }

    [Fact]
    public async Task A_task_gets_no_key_unless_its_pipeline_asks_and_then_no_log_shows_it()
    {
        await EncryptAsync();
        var key = (await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken)).Trim();
        Variables.Remove(KeyVariable);
        Variables["PAWL_SQLCIPHER_KEY"] = key;
        var file = Path.Combine(Folder, "p.yaml");
        const string states = "states:\n  - {code: 0, name: Look, run: 'env; echo \"length ${#PAWL_SQLCIPHER_KEY}\"'}\n  - {code: 100, name: Done}\n";
        foreach (var pass in (string[])["", "pass: [PAWL_SQLCIPHER_KEY]\n"])
        {
            var id = pass.Length > 0 ? "asked" : "silent";
            await File.WriteAllTextAsync(file, $"name: look\nprovider: aws\nimage_type: x\n{pass}{states}", TestContext.Current.CancellationToken);
            Assert.Equal(0, (await PawlAsync("run", file, "--build-id", id)).Code);
            var log = (await DoneAsync("log", id)).Out;
            Assert.DoesNotContain(key, log, StringComparison.Ordinal);
            Assert.Equal(pass.Length > 0, log.Contains("PAWL_SQLCIPHER_KEY=", StringComparison.Ordinal));
            Assert.Contains(pass.Length > 0 ? "length 44" : "length 0", log, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_mirror_follows_encrypted_files_and_another_machine_goes_on_from_it()
    {
        await EncryptAsync();
        Variables["PAWL_MIRROR"] = $"dir://{Folder}/mirror";
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"note={Secret}");
        Variables["PAWL_STORE"] = $"sqlcipher://{Folder}/elsewhere";
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        await DoneAsync("start", "web-1");
        await DoneAsync("succeed", "web-1");
        Variables["PAWL_STORE"] = Url;
        Assert.Equal(5, (await DoneAsync("status", "web-1", "--json")).Json.GetProperty("currentState").GetInt32());
        Assert.False(Holds(Store, Secret));
        Assert.False(Holds($"{Folder}/elsewhere", Secret));
    }

    [Fact]
    public async Task What_also_the_mirror_must_not_show_is_sealed_besides()
    {
        await EncryptAsync();
        await NewKeyAsync("seal.key");
        Variables["PAWL_KEY_FILE"] = Path.Combine(Folder, "seal.key");
        Variables["PAWL_MIRROR"] = $"dir://{Folder}/mirror";
        await DoneAsync("store", "create", "--encrypt");
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"note={Secret}");
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        Assert.False(Holds(Folder, Secret));
    }

    [Fact]
    public async Task SQLCiphers_own_program_reads_the_files_by_the_key_as_the_page_shows()
    {
        await EncryptAsync();
        await InitAsync("web-42");
        Assert.SkipUnless(File.Exists("/usr/bin/sqlcipher"), "the program sqlcipher isn't installed; scripts/setup.sh --tests installs it");
        var page = Page();
        var start = page.IndexOf("key=$(base64", StringComparison.Ordinal);
        var command = page[start..page.IndexOf("```", start, StringComparison.Ordinal)]
            .Replace("/etc/pawl/sqlcipher.key", KeyFile, StringComparison.Ordinal).Replace("/var/lib/pawl", Store, StringComparison.Ordinal);
        var answer = await RunAsync("/bin/sh", ["-c", command], "");
        Assert.Equal(0, answer.Code);
        Assert.EndsWith("0|running\n", answer.Out, StringComparison.Ordinal);
    }

    private static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pawl.slnx")))
            folder = folder.Parent!;
        return File.ReadAllText(Path.Combine(folder.FullName, "docs", "sqlite.md"));
    }
}
