using System.Text.Json;
using Pawl.EndToEnd.Verbs;

namespace Pawl.EndToEnd.Packer;

/// <summary><c>pawl artifact import</c> with manifests as Packer writes them, and with what else stands in files.</summary>
public sealed class ArtifactImportTests : CommandFixture
{
    private const string First = "11111111-2222-3333-4444-555555555555", Second = "66666666-7777-8888-9999-000000000000";

    [Fact]
    public async Task Files_of_the_last_run_become_artifacts_with_size_and_checksum()
    {
        await InitAsync("web-42");
        Write("out/old.raw", "old");
        Write("out/image.raw", "abc");
        Manifest(Second, Build("image", First, files: [("out/old.raw", 3)]), Build("image", Second, files: [("out/image.raw", 3)]));

        await ImportAsync();

        var recorded = Assert.Single(await ArtifactsAsync());
        Assert.Equal(
            ("image", Path.Combine(Folder, "out/image.raw"), 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 0),
            (Text(recorded, "name"), Text(recorded, "path"), recorded.GetProperty("size").GetInt32(), Text(recorded, "sha256"), recorded.GetProperty("state").GetInt32()));
    }

    [Fact]
    public async Task Another_run_or_all_of_them_can_be_chosen()
    {
        await InitAsync("web-42");
        Write("a", "a");
        Write("b", "bb");
        Manifest(Second, Build("one", First, files: [("a", 1)]), Build("two", First, files: [("overwritten", 7)]), Build("two", Second, files: [("b", 2)]));

        (await PawlAsync("artifact", "import", "web-42", "m.json", "--run", First)).IsRefused(2, "$.builds[1].files[0].name");
        Write("overwritten", "ccccccc");
        await ImportAsync("--run", First);
        Assert.Equal(["one", "two"], await NamesAsync());
        File.Delete(Path.Combine(Folder, "overwritten"));
        await ImportAsync("--run", "all");
        Assert.Equal(["one", "two"], await NamesAsync());
        (await PawlAsync("artifact", "import", "web-42", "m.json", "--run", "12345678-1234-1234-1234-123456789012")).IsRefused(2, "nothing of run 12345678", First, Second);
        (await PawlAsync("artifact", "import", "web-42", "m.json", "--run", "newest")).IsRefused(2, "--run", "newest");
    }

    [Fact]
    public async Task Importing_twice_changes_nothing_more()
    {
        await InitAsync("web-42");
        Write("a", "a");
        Manifest(First, Build("one", First, files: [("a", 1)], custom: new { os = "debian12" }), Build("two", First, "amazon-ebs", "us-east-1:ami-1"));

        var once = (await ImportAsync("--json")).Json.GetProperty("version").GetInt32();
        await DoneAsync("succeed", "web-42");
        var twice = (await ImportAsync("--json")).Json.GetProperty("version").GetInt32();

        Assert.Equal(once + 1, twice);
    }

    [Fact]
    public async Task Images_in_a_cloud_become_metadata_by_region_and_custom_data_with_them()
    {
        await InitAsync("web-42");
        Manifest(
            First,
            Build("web", First, "amazon-ebs", "us-east-1:ami-0abc,eu-west-1:ami-0def", custom: new { os = "debian12", db_password = "hunter2hunter2" }),
            Build("box", First, "docker", "sha256:0123"),
            Build("nothing", First, "null", "Null"));

        await ImportAsync();

        var metadata = (await DoneAsync("meta", "list", "web-42", "--json")).Json;
        Assert.Equal("us-east-1:ami-0abc,eu-west-1:ami-0def", Text(metadata, "packer.web.artifact_id"));
        Assert.Equal("ami-0def", Text(metadata, "packer.web.eu-west-1"));
        Assert.Equal("sha256:0123", Text(metadata, "packer.box.artifact_id"));
        Assert.Equal("debian12", Text(metadata, "packer.web.custom.os"));
        Assert.DoesNotContain("hunter2", metadata.ToString(), StringComparison.Ordinal);
        Assert.Equal(6, metadata.EnumerateObject().Count());
        Assert.Empty(await ArtifactsAsync());
    }

    [Fact]
    public async Task Builders_of_one_name_and_files_of_one_builder_are_kept_apart()
    {
        await InitAsync("web-42");
        Write("x/disk 1.vmdk", "1");
        Write("y/disk 1.vmdk", "2");
        Manifest(First, Build("web", First, "vmware-iso", "VM", [("x/disk 1.vmdk", 1), ("y/disk 1.vmdk", 1)]), Build("web", First, "amazon-ebs", "us-east-1:ami-1"));

        await ImportAsync();

        Assert.Equal(["vmware-iso.web.disk-1.vmdk", "vmware-iso.web.disk-1.vmdk-2"], await NamesAsync());
        Assert.Equal("ami-1\n", (await DoneAsync("meta", "get", "web-42", "packer.amazon-ebs.web.us-east-1")).Out);
    }

    [Fact]
    public async Task A_path_is_recorded_as_the_place_that_it_leads_to_from_the_folder_of_Packer()
    {
        await InitAsync("web-42");
        Write("deep/down/a", "a");
        Manifest(First, Build("one", First, files: [("../deep/./down/a", 1)]));

        (await PawlAsync("artifact", "import", "web-42", "m.json")).IsRefused(2, "$.builds[0].files[0].name", "does not exist", "the folder that Packer ran in");
        await ImportAsync("--directory", "deep");

        Assert.Equal(Path.Combine(Folder, "deep/down/a"), Text(Assert.Single(await ArtifactsAsync()), "path"));
    }

    [Fact]
    public async Task A_file_that_is_not_what_Packer_made_is_named_and_nothing_is_recorded()
    {
        await InitAsync("web-42");
        Write("good", "a");
        Write("grown", "abc");
        Directory.CreateDirectory(Path.Combine(Folder, "folder"));
        File.CreateSymbolicLink(Path.Combine(Folder, "dangling"), "nowhere");
        File.CreateSymbolicLink(Path.Combine(Folder, "round"), "round");
        foreach (var (name, said) in new[]
        {
            ("gone", "does not exist"), ("grown", "has 3 bytes, and had 1"), ("folder", "is a folder"), ("dangling", "does not exist"), ("round", "round"),
            ("/dev/zero", "is a pipe, socket or device"), ("password=hunter2hunter2", "holds a secret"),
        })
        {
            Manifest(First, Build("one", First, files: [("good", 1), (name, 1)]));
            (await PawlAsync("artifact", "import", "web-42", "m.json")).IsRefused(2, "$.builds[0].files[1].name", said);
        }

        Assert.Empty(await ArtifactsAsync());
    }

    [Theory]
    [InlineData("", "m.json is empty")]
    [InlineData("  \n", "m.json is empty")]
    [InlineData("{", "m.json is not JSON, from line 1")]
    [InlineData("<html>", "m.json is not JSON")]
    [InlineData("[]", "$ must be an object, and is an array")]
    [InlineData("{}", "$.builds must be an array, and is missing")]
    [InlineData("""{"builds":{}}""", "$.builds must be an array, and is an object")]
    [InlineData("""{"builds":[3]}""", "$.builds[0] must be an object, and is a number")]
    [InlineData("""{"builds":[{}]}""", "$.builds[0].name must be a text, and is missing")]
    [InlineData("""{"builds":[{"name":""}]}""", "$.builds[0].name is empty")]
    [InlineData("""{"builds":[{"name":"a\nb"}]}""", "$.builds[0].name has a control character")]
    [InlineData("""{"builds":[{"name":"\ud800"}]}""", "$.builds[0].name holds half of a character")]
    [InlineData("""{"builds":[{"name":"a","custom_data":{"\ud800":"x"}}]}""", "a name in it holds half of a character")]
    [InlineData("""{"builds":[{"name":"a","files":"x"}]}""", "$.builds[0].files must be an array, and is a text")]
    [InlineData("""{"builds":[{"name":"a","files":[{"name":true}]}]}""", "$.builds[0].files[0].name must be a text, and is a truth value")]
    [InlineData("""{"builds":[{"name":"a","files":[{"name":"x","size":-1}]}]}""", "$.builds[0].files[0].size must be a whole number")]
    [InlineData("""{"builds":[{"name":"a","files":[{"name":"x","size":"3"}]}]}""", "$.builds[0].files[0].size must be a number, and is a text")]
    [InlineData("""{"builds":[{"name":"a","artifact_id":[]}]}""", "$.builds[0].artifact_id must be a text")]
    [InlineData("""{"builds":[{"name":"a","custom_data":{"a.b":1}}]}""", "$.builds[0].custom_data[a.b] must be a text, and is a number")]
    [InlineData("""{"builds":[],"last_run_uuid":7}""", "$.last_run_uuid must be a text")]
    [InlineData("""{"builds":[],"last_run_uuid":""}""", "has no builds")]
    [InlineData("""{"builds":null,"last_run_uuid":""}""", "$.builds must be an array, and is null")]
    [InlineData("""{"builds":[{"name":"a","packer_run_uuid":"x"}],"last_run_uuid":"y"}""", "nothing of run y; its last runs are x")]
    public async Task What_is_no_manifest_is_said_with_the_place_in_it(string content, string said)
    {
        await InitAsync("web-42");
        Write("m.json", content);

        (await PawlAsync("artifact", "import", "web-42", "m.json")).IsRefused(2, said);
    }

    [Fact]
    public async Task Names_that_make_a_key_too_long_are_shortened_and_keep_their_ends_and_values_that_are_too_long_are_said_with_their_place()
    {
        await InitAsync("web-42");
        var (build, key) = (new string('b', 90), new string('k', 150));
        Manifest(First, Build(build, First, "amazon-ebs", "us-east-1:ami-1", custom: new Dictionary<string, string> { [key + "1"] = "x", [key + "2"] = "y", [$"2{key}2"] = "z" }));
        await ImportAsync();
        var metadata = (await DoneAsync("meta", "list", "web-42", "--json")).Json.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString());
        Assert.All(metadata.Keys, name => Assert.True(name.Length <= 128, name));
        Assert.Equal(["ami-1", "us-east-1:ami-1", "x", "y", "z"], metadata.Values.Order());
        Assert.Contains(metadata, pair => pair.Key.EndsWith("k1", StringComparison.Ordinal) && pair.Value == "x");

        Manifest(First, Build("image", First, custom: new Dictionary<string, string> { ["notes"] = new string('x', 70_000) }));
        (await PawlAsync("artifact", "import", "web-42", "m.json")).IsRefused(2, "$.builds[0].custom_data[notes] has 70000 characters", "65536");
        Manifest(First, Build("image", First, "docker", new string('x', 70_000)));
        (await PawlAsync("artifact", "import", "web-42", "m.json")).IsRefused(2, "$.builds[0].artifact_id has 70000 characters");
    }

    [Fact]
    public async Task Its_help_shows_no_program_text()
    {
        var help = (await DoneAsync("artifact", "import", "--help")).Out;
        Assert.Contains("Default: the last one.", help, StringComparison.Ordinal);
        Assert.DoesNotContain("{", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_is_huge_deep_missing_a_folder_or_a_pipe_is_refused_at_once()
    {
        await InitAsync("web-42");
        using (var huge = File.Create(Path.Combine(Folder, "huge.json")))
            huge.SetLength(20_000_000);
        Write("deep.json", new string('[', 100_000));
        Write("many.json", $$"""{"builds":[{{string.Join(',', Enumerable.Repeat("{}", 1_001))}}]}""");
        Write("bytes.json", "\u00ff\0");

        (await PawlAsync("artifact", "import", "web-42", "huge.json")).IsRefused(2, "huge.json has 20000000 bytes");
        (await PawlAsync("artifact", "import", "web-42", "deep.json")).IsRefused(2, "deep.json is not JSON");
        (await PawlAsync("artifact", "import", "web-42", "many.json")).IsRefused(2, "$.builds has more than 1000 entries");
        (await PawlAsync("artifact", "import", "web-42", "bytes.json")).IsRefused(2, "bytes.json is not JSON");
        (await PawlAsync("artifact", "import", "web-42", "none.json")).IsRefused(2, "none.json does not exist");
        (await PawlAsync("artifact", "import", "web-42", ".")).IsRefused(2, "is a folder");
        (await PawlAsync("artifact", "import", "web-42", "/dev/zero")).IsRefused(2, "is a pipe, socket or device");
        (await PawlAsync("artifact", "import", "web-42", "")).IsRefused(2, "does not exist");
    }

    [Fact]
    public async Task A_build_that_does_not_exist_gets_nothing()
    {
        Write("a", "a");
        Manifest(First, Build("one", First, files: [("a", 1)]));

        (await PawlAsync("artifact", "import", "web-42", "m.json")).IsRefused(3, "web-42");
    }

    private static object Build(string name, string run, string type = "file", string id = "File", (string Name, long Size)[]? files = null, object? custom = null) => new
    {
        name,
        builder_type = type,
        build_time = 1795890679,
        files = files?.Select(file => new { name = file.Name, size = file.Size }),
        artifact_id = id,
        packer_run_uuid = run,
        custom_data = custom,
    };

    private void Manifest(string last, params object[] builds) => Write("m.json", JsonSerializer.Serialize(new { builds, last_run_uuid = last }));

    private Task<Answer> ImportAsync(params string[] options) => DoneAsync(["artifact", "import", "web-42", "m.json", .. options]);

    private async Task<List<JsonElement>> ArtifactsAsync() => [.. (await DoneAsync("artifact", "list", "web-42", "--json")).Json.EnumerateArray()];

    private async Task<IEnumerable<string>> NamesAsync() => (await ArtifactsAsync()).Select(artifact => Text(artifact, "name"));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private void Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
