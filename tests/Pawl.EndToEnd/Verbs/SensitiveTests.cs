namespace Pawl.EndToEnd.Verbs;

/// <summary>Sensitive metadata is shown to who asks for it, and to nobody else; that he asked is history.</summary>
public sealed class SensitiveTests : SealingFixture
{
    [Fact]
    public async Task It_is_shown_with_reveal_alone_and_that_is_written_down()
    {
        await EncryptAsync();
        await InitAsync("web-1");
        Assert.Equal(0, (await PawlAsync(["meta", "set", "web-1", "--sensitive", "db_password"], $"hunter2-{Secret}\n")).Code);
        await DoneAsync("meta", "set", "web-1", "open=yes");

        Assert.Equal("db_password=(sensitive)\nopen=yes\n", (await DoneAsync("meta", "list", "web-1")).Out);
        foreach (var verb in (string[][])[["status", "web-1"], ["status", "web-1", "--json"], ["history", "web-1"], ["list"], ["meta", "list", "web-1", "--json"], ["succeed", "web-1", "--json"], ["audit", "export"]])
            Assert.DoesNotContain(Secret, (await DoneAsync(verb)).Out, StringComparison.Ordinal);
        (await PawlAsync("meta", "get", "web-1", "db_password")).IsRefused(4, "is sensitive", "--reveal");

        // What looks like a secret isn't masked there: that is what sealed builds are for.
        Assert.Equal($"hunter2-{Secret}\n", (await DoneAsync("meta", "get", "web-1", "db_password", "--reveal")).Out);
        Assert.Equal($"db_password=hunter2-{Secret}\nopen=yes\n", (await DoneAsync("meta", "list", "web-1", "--reveal")).Out);
        await DoneAsync("meta", "get", "web-1", "open", "--reveal");
        var reads = (await DoneAsync("audit", "export", "--kind", "sensitive_read")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, reads.Length);
        Assert.All(reads, read => Assert.Contains("\"keys\":[\"db_password\"]", read, StringComparison.Ordinal));
        Assert.StartsWith("whole: 1 builds", (await DoneAsync("audit", "verify")).Out, StringComparison.Ordinal);
        FindNothing(Secret, Folder);
    }

    [Fact]
    public async Task It_is_masked_in_what_scripts_say_of_the_build()
    {
        await InitAsync("web-1");
        Assert.Equal(0, (await PawlAsync(["meta", "set", "web-1", "--sensitive", "note"], $"{Secret}\n")).Code);
        await DoneAsync("fail", "web-1", "--error", $"curl: {Secret} was refused");
        await DoneAsync("retry", "web-1", "--reason", $"{Secret} works again");
        Assert.DoesNotContain(Secret, (await DoneAsync("history", "web-1")).Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, (await DoneAsync("status", "web-1", "--json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_sensitive_once_stays_so_and_is_shown_after_the_build_is_done_too()
    {
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", "--sensitive", $"note={Secret}");
        await DoneAsync("meta", "set", "web-1", $"note=newer-{Secret}");
        Assert.Equal("note=(sensitive)\n", (await DoneAsync("meta", "list", "web-1")).Out);
        while ((await PawlAsync("succeed", "web-1")).Code == 0)
        {
        }

        Assert.Equal($"newer-{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note", "--reveal")).Out);
        Assert.Equal(0, (await PawlAsync("check", "web-1")).Code);
        Assert.StartsWith("whole: 1 builds", (await DoneAsync("audit", "verify")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_write_that_down_is_not_shown_it()
    {
        await EncryptAsync();
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", "--sensitive", $"note={Secret}");
        Variables.Remove("PAWL_KEY_FILE");
        (await PawlAsync("meta", "get", "web-1", "note", "--reveal")).IsRefused(8, "no key was given");
        (await PawlAsync("meta", "list", "web-1", "--reveal")).IsRefused(8, "no key was given");
    }
}
