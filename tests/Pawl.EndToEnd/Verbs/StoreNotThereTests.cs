namespace Pawl.EndToEnd.Verbs;

/// <summary>Who only looks makes nothing: a store that isn't there yet is an empty one to those who ask for a build, and said to those who would take
/// silence for good news.</summary>
public sealed class StoreNotThereTests : CommandFixture
{
    [Theory]
    [InlineData(3, "status", "web-42")]
    [InlineData(3, "history", "web-42")]
    [InlineData(3, "check", "web-42")]
    [InlineData(3, "retries", "web-42")]
    [InlineData(3, "log", "web-42")]
    [InlineData(3, "meta", "get", "web-42", "k")]
    [InlineData(3, "artifact", "list", "web-42")]
    [InlineData(3, "succeed", "web-42")]
    [InlineData(3, "trace", "export", "web-42", "--file", "-")]
    [InlineData(3, "wait", "web-42", "--state", "5", "--timeout", "1s")]
    [InlineData(0, "list")]
    [InlineData(0, "attention")]
    [InlineData(8, "metrics")]
    [InlineData(8, "key", "list")]
    [InlineData(8, "key", "rotate")]
    [InlineData(8, "audit", "verify")]
    [InlineData(8, "audit", "export")]
    [InlineData(8, "backup", "run", "--to", "dir:///tmp/nowhere")]
    [InlineData(8, "prune", "--without-backup")]
    public async Task A_folder_that_was_named_and_is_not_there_stays_so(int code, params string[] arguments)
    {
        foreach (var store in (string[])[Store, $"dir://{Store}"])
        {
            Variables["PAWL_STORE"] = store;
            var answer = await PawlAsync(arguments);
            Assert.True(code == answer.Code, $"{store}: {answer.Code}, {answer.Error}");
            if (code == 8)
                answer.IsRefused(8, "there is no store at", Store, "pawl store create");
            Assert.False(Directory.Exists(Store));
        }
    }

    [Fact]
    public async Task The_default_folder_may_be_missing_and_stays_so()
    {
        Variables["PAWL_STORE"] = "";
        foreach (var verb in (string[])["list", "metrics", "audit verify"])
            Assert.Equal(0, (await PawlAsync(verb.Split(' '))).Code);
        Assert.Equal(3, (await PawlAsync("check", "web-42")).Code);
        Assert.False(Directory.Exists(Path.Combine(Folder, ".local")));
    }

    [Fact]
    public async Task What_begins_a_build_makes_the_store_and_so_does_store_create()
    {
        await InitAsync("web-42");
        Assert.True(File.Exists(Path.Combine(Store, "web-42.db")));
        await DoneAsync("metrics");
        Variables["PAWL_STORE"] = Path.Combine(Folder, "other");
        await DoneAsync("store", "create");
        Assert.True(Directory.Exists(Path.Combine(Folder, "other")));
        await DoneAsync("metrics");
    }

    [Fact]
    public async Task A_watch_that_began_before_the_store_was_there_sees_its_first_build()
    {
        var waiting = PawlAsync("wait", "web-42", "--state", "5", "--await-creation", "--timeout", "50s");
        await InitAsync("web-42");
        await DoneAsync("succeed", "web-42");
        Assert.Equal(0, (await waiting).Code);
    }
}
