namespace Pawl.EndToEnd.Verbs;

/// <summary>Encrypted stores, as people and scripts use them.</summary>
public sealed class SealingTests : SealingFixture
{
    [Fact]
    public async Task A_sealed_build_goes_its_way_like_any_other_and_nothing_of_it_is_in_the_clear_on_the_disk()
    {
        await EncryptAsync();
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"note={Secret}");
        await DoneAsync("token", "set", "web-1", Secret);
        await DoneAsync("start", "web-1");
        Assert.Equal(0, (await PawlAsync(["fail", "web-1", "--error-file", "-"], $"it broke: {Secret}")).Code);
        await DoneAsync("retry", "web-1", "--reason", $"looked into {Secret}");
        await DoneAsync("succeed", "web-1");

        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        Assert.Equal($"{Secret}\n", (await DoneAsync("token", "get", "web-1")).Out);
        Assert.Contains($"Manual retry: looked into {Secret}", (await DoneAsync("history", "web-1")).Out, StringComparison.Ordinal);
        Assert.Equal(5, (await DoneAsync("status", "web-1", "--json")).Json.GetProperty("currentState").GetInt32());
        Assert.StartsWith("whole: 1 builds", (await DoneAsync("audit", "verify")).Out, StringComparison.Ordinal);
        FindNothing(Secret, Store);
    }

    [Fact]
    public async Task Without_the_key_a_sealed_build_is_seen_but_not_read_and_not_changed()
    {
        await EncryptAsync();
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"note={Secret}");
        await DoneAsync("fail", "web-1", "--error", Secret);
        Variables.Remove("PAWL_KEY_FILE");

        Assert.Equal("failed", (await DoneAsync("status", "web-1", "--json")).Json.GetProperty("status").GetString());
        Assert.Equal("note=(sealed)\n", (await DoneAsync("meta", "list", "web-1")).Out);
        Assert.Contains("(sealed)", (await DoneAsync("list")).Out, StringComparison.Ordinal);
        Assert.Contains("(sealed)", (await DoneAsync("history", "web-1")).Out, StringComparison.Ordinal);
        Assert.Equal(5, (await PawlAsync("check", "web-1")).Code);
        Assert.StartsWith("whole: 1 builds", (await DoneAsync("audit", "verify")).Out, StringComparison.Ordinal);
        (await PawlAsync("meta", "get", "web-1", "note")).IsRefused(8, "web-1", "no key was given", "PAWL_KEY_FILE");
        foreach (var change in (string[][])[["retry", "web-1", "--reason", "x"], ["meta", "set", "web-1", "a=b"], ["start", "web-1"], ["succeed", "web-1"]])
            (await PawlAsync(change)).IsRefused(8, "web-1 is sealed", "no key was given");
        (await PawlAsync("init", "web-2", "--provider", "aws", "--image-type", "x")).IsRefused(8, "is encrypted", "no key was given");
    }

    [Fact]
    public async Task A_wrong_key_is_8_and_says_which_one_is_right()
    {
        var right = await EncryptAsync();
        await InitAsync("web-1");
        await DoneAsync("fail", "web-1", "--error", Secret);
        var wrong = await NewKeyAsync("other.key");
        Variables["PAWL_KEY_FILE"] = Path.Combine(Folder, "other.key");
        foreach (var verb in (string[][])[["status", "web-1"], ["history", "web-1"], ["retry", "web-1", "--reason", "x"], ["check", "web-1"]])
            (await PawlAsync(verb)).IsRefused(8, "web-1", right, wrong, "PAWL_OLD_KEY_FILES");
        Assert.Contains("(sealed)", (await DoneAsync("list")).Out, StringComparison.Ordinal);

        Variables["PAWL_OLD_KEY_FILES"] = KeyFile;
        Assert.Contains(Secret, (await DoneAsync("history", "web-1")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_that_was_changed_is_an_error_that_names_the_build_and_the_field()
    {
        await EncryptAsync();
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"note={Secret}", "other=x");
        Sql("UPDATE builds SET metadata = json_set(metadata, '$.note', json_extract(metadata, '$.other')), last_update = last_update");
        Sql("UPDATE state_metadata SET value = (SELECT value FROM state_metadata WHERE key = 'other') WHERE key = 'note'");
        (await PawlAsync("meta", "list", "web-1")).IsRefused(8, "build web-1", "metadata note", "doesn't unseal", "pawl audit verify web-1");
        Assert.Equal(8, (await PawlAsync("audit", "verify")).Code);
    }

    [Fact]
    public async Task A_key_record_that_is_missing_or_was_touched_is_an_error()
    {
        await EncryptAsync();
        await InitAsync("web-1");
        var record = Directory.GetFiles(Path.Combine(Store, ".pawl", "keys", "web-1")).Single();
        Assert.Equal("-rw-------", Mode(record));
        var content = await File.ReadAllTextAsync(record, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(record, content.Replace("\"wrapped\":\"", "\"wrapped\":\"AAAA", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (await PawlAsync("status", "web-1")).IsRefused(8, "key record of build web-1", "was changed");
        File.Delete(record);
        (await PawlAsync("status", "web-1")).IsRefused(8, "build web-1 is sealed", "no key record");
    }

    [Fact]
    public async Task A_key_in_the_environment_is_as_good_as_one_in_a_file_and_two_are_refused()
    {
        await EncryptAsync();
        Variables["PAWL_KEY"] = (await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken)).Trim();
        (await PawlAsync("init", "web-1", "--provider", "aws", "--image-type", "x")).IsRefused(2, "PAWL_KEY_FILE and PAWL_KEY");
        Variables.Remove("PAWL_KEY_FILE");
        await InitAsync("web-1");
        Variables["PAWL_KEY"] = "c2hvcnQ=";
        (await PawlAsync("status", "web-1")).IsRefused(2, "PAWL_KEY holds no key", "pawl key new");
    }

    [Fact]
    public async Task A_key_file_that_others_may_read_is_refused()
    {
        await EncryptAsync();
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        (await PawlAsync("init", "web-1", "--provider", "aws", "--image-type", "x")).IsRefused(8, KeyFile, "chmod 600");
    }

    [Fact]
    public async Task A_key_for_a_store_that_is_not_encrypted_is_not_taken_silently()
    {
        await NewKeyAsync("seal.key");
        Variables["PAWL_KEY_FILE"] = KeyFile;
        var answer = await PawlAsync("init", "web-1", "--provider", "aws", "--image-type", "x");
        Assert.Equal(0, answer.Code);
        Assert.Contains("isn't encrypted", answer.Error, StringComparison.Ordinal);
        await DoneAsync("store", "encrypt");
        await InitAsync("web-2");
        await DoneAsync("meta", "set", "web-1", $"note={Secret}");
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
    }

    [Fact]
    public async Task What_the_guides_scripts_write_into_a_sealed_build_is_taken_over_and_sealed()
    {
        await EncryptAsync();
        await InitAsync("web-1");
        Sql($"""
            UPDATE builds SET current_state = 10, status = 'failed', last_update = datetime('now');
            INSERT INTO state_history (build_id, state, timestamp, status, error_message) VALUES ('web-1', 10, datetime('now'), 'failed', '{Secret}');
            INSERT INTO state_metadata (build_id, key, value) VALUES ('web-1', 'note', '{Secret}');
            """);
        Assert.Contains("(sealed)", (await DoneAsync("list")).Out, StringComparison.Ordinal);
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        await DoneAsync("retry", "web-1", "--reason", "looked into it");
        Assert.Contains(Secret, (await DoneAsync("history", "web-1")).Out, StringComparison.Ordinal);
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        Assert.Equal(0, Count($"SELECT (SELECT count(*) FROM state_history WHERE error_message LIKE '%{Secret}%') + (SELECT count(*) FROM state_metadata WHERE value LIKE '%{Secret}%')"));
        Assert.StartsWith("whole: 1 builds", (await DoneAsync("audit", "verify")).Out, StringComparison.Ordinal);
        await DoneAsync("list");
        FindNothing(Secret, Store);
    }

    [Fact]
    public async Task Nothing_that_other_programs_wrote_in_the_clear_is_left_in_a_sealed_builds_files_once_it_is_taken_over()
    {
        await EncryptAsync();
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", "note=before", "long=x");
        var big = string.Concat(Enumerable.Repeat(Secret, 2_000));
        Sql($"""
            UPDATE state_metadata SET value = '{Secret}-1' WHERE key = 'note';
            UPDATE state_metadata SET value = '{big}' WHERE key = 'long';
            UPDATE builds SET metadata = json_object('note', '{Secret}-2', 'long', '{big}'), resume_token = '{Secret}-3';
            INSERT INTO state_history (build_id, state, timestamp, status, error_message) VALUES ('web-1', 0, datetime('now'), 'running', '{big}');
            INSERT INTO state_history (build_id, state, timestamp, status, error_message) VALUES ('web-1', 0, datetime('now'), 'running', '{Secret}-4');
            """);
        // Somebody else has it open, so that nobody folds the log as the last one to close it.
        using var other = Connect();
        await DoneAsync("meta", "set", "web-1", "more=y");
        Assert.Equal($"{Secret}-1\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        await DoneAsync("list");
        FindNothing(Secret, Store);
    }
}
