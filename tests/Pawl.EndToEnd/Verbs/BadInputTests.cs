namespace Pawl.EndToEnd.Verbs;

/// <summary>Each mistake gets one clear line and its own exit code.</summary>
public sealed class BadInputTests : CommandFixture
{
    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("it's")]
    [InlineData("two\nlines")]
    [InlineData("\u001b[2Jx")]
    [InlineData("")]
    [InlineData("-x")]
    public async Task A_build_id_that_is_none_is_2(string id)
    {
        (await PawlAsync("status", "--", id)).IsRefused(2, "is not a build id: it must be");
        Assert.False(Directory.Exists(Store) && Directory.EnumerateFiles(Store).Any());
    }

    [Fact]
    public async Task A_build_id_of_300_characters_is_2() => (await PawlAsync("status", new string('a', 300))).IsRefused(2, "is not a build id");

    [Fact]
    public async Task An_unknown_build_is_3_in_every_verb_that_needs_one()
    {
        string[][] calls =
        [
            ["status", "x"], ["history", "x"], ["start", "x"], ["succeed", "x"], ["fail", "x", "--error", "e"], ["retry", "x", "--reason", "r"],
            ["rollback", "x", "--reason", "r"], ["meta", "get", "x", "k"], ["meta", "set", "x", "k=v"], ["meta", "list", "x"], ["token", "get", "x"],
            ["token", "set", "x", "t"],
        ];
        foreach (var call in calls)
            (await PawlAsync(call)).IsRefused(3, "no build x");
    }

    [Fact]
    public async Task A_transition_that_is_not_allowed_is_4_and_changes_nothing()
    {
        await InitAsync("web-42");
        var before = (await DoneAsync("status", "web-42", "--json")).Out;

        (await PawlAsync("init", "web-42", "--provider", "aws", "--image-type", "x")).IsRefused(4, "exists already");
        (await PawlAsync("succeed", "web-42", "55")).IsRefused(4, "55", "current state is 0");
        (await PawlAsync("retry", "web-42", "--reason", "r")).IsRefused(4, "not failed");
        (await PawlAsync("rollback", "web-42", "--reason", "r")).IsRefused(4, "can't go back");

        Assert.Equal(before, (await DoneAsync("status", "web-42", "--json")).Out);
    }

    [Theory]
    [InlineData("no verb `statsu` in `pawl`; did you mean `status`?", "statsu", "x")]
    [InlineData("no option `--jsno`; did you mean `--json`?", "list", "--jsno")]
    [InlineData("`pawl status` needs ID", "status")]
    [InlineData("no further argument `b`", "status", "a", "b")]
    [InlineData("`pawl meta` needs one of: get, set, list", "meta")]
    [InlineData("did you mean `get`?", "meta", "gte", "x")]
    [InlineData("`pawl meta set` needs KEY=VALUE, or --file FILE", "meta", "set", "x")]
    [InlineData("one KEY without a value, or none", "meta", "set", "x", "k=v", "--file", "-")]
    [InlineData("one KEY without a value, or none", "meta", "set", "x", "a", "b", "--file", "-")]
    [InlineData("--file 'nowhere' can't be read: there is no such file", "meta", "set", "x", "k", "--file", "nowhere")]
    [InlineData("must be a number from 0 to 100", "start", "x", "101")]
    [InlineData("--status: 'done' must be running, failed or completed", "list", "--status", "done")]
    [InlineData("`soon` is no duration", "list", "--older-than", "soon")]
    [InlineData("--error TEXT or --error-file FILE", "fail", "x")]
    [InlineData("there is no such file", "fail", "x", "--error-file", "nowhere")]
    [InlineData("there is no such kind of store", "list", "--store", "ftp://bucket")]
    [InlineData("--reason must say why", "retry", "x", "--reason", " ")]
    [InlineData("--provider", "init", "x", "--provider", "a b", "--image-type", "t")]
    [InlineData("needs --provider P", "init", "x")]
    [InlineData("--lease: at least 1s", "start", "x", "--lease", "999ms")]
    [InlineData("--lease: at least 1s", "resume", "x", "--lease", "999ms")]
    [InlineData("`soon` is no duration", "start", "x", "--lease", "soon")]
    [InlineData("is not a build id", "run", "p.yaml", "--build-id", "a/b")]
    [InlineData("--category: 'odd' must be transient or persistent", "fail", "x", "--error", "e", "--category", "odd")]
    public async Task Wrong_use_is_2_and_says_how_it_is_right(string part, params string[] arguments) => (await PawlAsync(arguments)).IsRefused(2, part);

    [Theory]
    [InlineData("", "line 1 isn't JSON")]
    [InlineData("[]", "it holds something else")]
    [InlineData("""{"image":"ami-1","count":3}""", "the value of count isn't a text")]
    [InlineData("""{"a":"\ud800"}""", "makes no character")]
    [InlineData("""{"image":"ami-1","b":"c","image":"ami-2"}""", "image stands in it twice")]
    [InlineData("{\n\"a\": nothing}", "line 2 isn't JSON")]
    public async Task Metadata_that_is_no_object_of_texts_is_2_and_none_of_it_is_set(string input, string part)
    {
        await InitAsync("web-42");

        (await PawlAsync(["meta", "set", "web-42", "--file", "-"], input)).IsRefused(2, part);

        Assert.Equal("", (await DoneAsync("meta", "list", "web-42")).Out);
    }

    [Fact]
    public async Task An_error_is_JSON_on_standard_error_when_JSON_is_asked_for()
    {
        var answer = await PawlAsync("status", "nope", "--json");

        Assert.Equal((3, ""), (answer.Code, answer.Out));
        Assert.Equal((3, "no-such-build"), (answer.ErrorJson.GetProperty("code").GetInt32(), answer.ErrorJson.GetProperty("kind").GetString()));
        Assert.Equal("usage", (await PawlAsync("statsu", "--json")).ErrorJson.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_store_that_can_t_be_used_is_8()
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "file"), "x", TestContext.Current.CancellationToken);
        (await PawlAsync("list", "--store", Path.Combine(Folder, "file", "store"))).IsRefused(8, "store");
        Directory.CreateDirectory(Store);
        await File.WriteAllTextAsync(Path.Combine(Store, "web-42.db"), new string('x', 5000), TestContext.Current.CancellationToken);
        (await PawlAsync("status", "web-42")).IsRefused(8, "web-42.db");
    }

    [Fact]
    public async Task An_error_message_may_hold_quotes_invalid_UTF8_NULs_and_megabytes()
    {
        await InitAsync("web-42");
        var file = Path.Combine(Folder, "log");
        await File.WriteAllBytesAsync(file, [.. Enumerable.Repeat((byte)'x', 5_000_000), .. "\nit's \"the\" end\0\xff'"u8], TestContext.Current.CancellationToken);

        await DoneAsync("fail", "web-42", "--error-file", file);

        var error = (await DoneAsync("status", "web-42", "--json")).Json.GetProperty("lastFailure").GetProperty("errorMessage").GetString()!;
        Assert.Contains("it's \"the\" end", error, StringComparison.Ordinal);
        Assert.True(error.Length < 20_000, $"{error.Length} characters are kept");
    }

    [Fact]
    public async Task An_error_message_can_come_from_standard_input()
    {
        await InitAsync("web-42");

        Assert.Equal(0, (await PawlAsync(["fail", "web-42", "--error-file", "-"], "from a pipe\n")).Code);

        Assert.Contains("from a pipe", (await DoneAsync("status", "web-42")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_folder_that_others_may_write_to_is_refused_unless_it_is_named()
    {
        await InitAsync("web-1");
        foreach (var others in (UnixFileMode[])[UnixFileMode.GroupWrite, UnixFileMode.OtherWrite])
        {
            File.SetUnixFileMode(Store, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | others);
            (await PawlAsync("succeed", "web-1")).IsRefused(8, Store, "chmod go-w", "PAWL_SHARED_FOLDER");
            (await PawlAsync("list")).IsRefused(8, "may write to");
            Variables["PAWL_SHARED_FOLDER"] = Store;
            await DoneAsync("succeed", "web-1");
            Variables.Remove("PAWL_SHARED_FOLDER");
        }

        var folder = Directory.CreateDirectory(Path.Combine(Folder, "objects"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherWrite).FullName;
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherWrite);
        File.SetUnixFileMode(Store, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (await PawlAsync("list", "--store", $"dir://{folder}")).IsRefused(8, "everybody on this machine", folder);
        (await PawlAsync("backup", "run", "--to", $"dir://{folder}")).IsRefused(8, folder);
    }
}
