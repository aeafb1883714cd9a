using System.Text;

namespace Pawl.EndToEnd.Verbs;

/// <summary>What goes wrong while somebody is erased leaves nothing readable that is said to be erased.</summary>
public sealed class ErasingMishapTests : SealingFixture
{
    private const string Person = "Jane Doe";

    [Fact]
    public async Task What_was_cut_short_is_ended_by_the_next_call_that_finds_nothing_more()
    {
        await CopiedAsync();
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"owner={Person}");
        await DoneAsync("backup", "run");
        var key = Directory.GetFiles(Path.Combine(Backup, ".pawl", "keys", "web-1")).Single();
        var before = await File.ReadAllBytesAsync(key, TestContext.Current.CancellationToken);
        Directory.Move(Backup, Backup + "-away");
        await File.WriteAllTextAsync(Backup, "", TestContext.Current.CancellationToken);
        Assert.Equal(8, (await PawlAsync("subject", "erase", Person, "--reason", "request 17")).Code);
        File.Delete(Backup);
        Directory.Move(Backup + "-away", Backup);
        Assert.Equal(0, (await PawlAsync("subject", "erase", Person, "--reason", "request 17")).Code);
        Assert.NotEqual(before, await File.ReadAllBytesAsync(key, TestContext.Current.CancellationToken));
        Assert.Contains("erasedUpTo", await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_read_as_they_were_written_or_refused_and_who_erases_does_not_name_the_person()
    {
        await EncryptAsync();
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"owner={Person}");
        var names = Path.Combine(Folder, "names.txt");
        await File.WriteAllTextAsync(names, $"{Person}\r\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), TestContext.Current.CancellationToken);
        Assert.Contains("metadata owner", (await DoneAsync("subject", "find", "--names", names)).Out, StringComparison.Ordinal);
        await File.WriteAllTextAsync(names, "José Núñez\n", Encoding.Latin1, TestContext.Current.CancellationToken);
        (await PawlAsync("subject", "find", "--names", names)).IsRefused(2, "UTF-8");
        Variables["PAWL_REASON"] = $"{Person} asked";
        (await PawlAsync("subject", "erase", Person, "--reason", "request 17")).IsRefused(2, "PAWL_REASON");
        Assert.Equal($"{Person}\n", (await DoneAsync("meta", "get", "web-1", "owner")).Out);
    }

    [Fact]
    public async Task Whoever_chooses_a_copy_in_which_nothing_was_erased_is_told()
    {
        await CopiedAsync();
        await InitAsync("web-1");
        await DoneAsync("meta", "set", "web-1", $"owner={Person}");
        await DoneAsync("sync");
        var away = Path.Combine(Folder, "away");
        await DoneAsync("status", "web-1", "--store", away);
        Variables.Remove("PAWL_MIRROR");
        await DoneAsync("meta", "set", "web-1", "second=x", "--store", away);
        Variables["PAWL_MIRROR"] = $"dir://{Mirror}";
        await DoneAsync("subject", "erase", Person, "--reason", "request 17");
        await DoneAsync("sync");
        var chosen = await PawlAsync("mirror", "choose", "web-1", "--keep", "local", "--reason", "it went on", "--store", away);
        Assert.Contains("erase them again", chosen.Error, StringComparison.Ordinal);
        Variables.Remove("PAWL_BACKUP"); // It holds the other course.
        await DoneAsync("subject", "erase", Person, "--reason", "request 17", "--store", away);
        foreach (var place in (string[])[away, $"dir://{Mirror}"])
            Assert.Equal("owner=(erased)\nsecond=x\n", (await DoneAsync("meta", "list", "web-1", "--store", place)).Out);
    }

    [Fact]
    public async Task A_log_of_a_build_that_the_store_has_no_more_loses_the_name_too()
    {
        var pipeline = Path.Combine(Folder, "p.yaml");
        await File.WriteAllTextAsync(pipeline, $"""
            name: p
            provider: private
            image_type: x
            states:
              - code: 100
                name: One
                run: "echo mail to {Person}"
            """, TestContext.Current.CancellationToken);
        await DoneAsync("run", pipeline, "--build-id", "open-1");
        await DoneAsync("prune", "--without-backup", "--older-than", "0s");
        Assert.Contains("100-1.log", (await DoneAsync("subject", "find", Person)).Out, StringComparison.Ordinal);
        await DoneAsync("subject", "erase", Person, "--reason", "request 17");
        Assert.Equal("mail to (erased)\n", await File.ReadAllTextAsync(Path.Combine(Store, "logs", "open-1", "100-1.log"), TestContext.Current.CancellationToken));
    }
}
