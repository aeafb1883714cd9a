using System.Text.Json.Nodes;
using Pawl.EndToEnd.Processes;

namespace Pawl.EndToEnd.Concourse;

/// <summary>The contract of https://concourse-ci.org/implementing-resource-types.html, by the real program as Concourse runs it.</summary>
public sealed class ResourceContractTests : ConcourseFixture
{
    [Fact]
    public async Task A_check_of_a_build_that_is_not_there_finds_no_version()
    {
        Assert.Empty(await CheckAsync());
        Assert.Empty(await CheckAsync(new JsonObject { ["build"] = Build, ["version"] = "1" }));
    }

    [Fact]
    public async Task A_check_without_a_version_finds_the_latest_alone()
    {
        await BeginAsync();
        var last = await PutAsync(Action("start"));

        var found = Assert.Single(await CheckAsync());

        Assert.True(JsonNode.DeepEquals(last.Version, found));
        Assert.Equal((Build, "0", "running"), ((string?)found!["build"], (string?)found["state"], (string?)found["status"]));
        Assert.True(JsonNode.DeepEquals(found, Assert.Single(JsonNode.Parse((await RawAsync("check", new JsonObject { ["source"] = Source, ["version"] = null }.ToJsonString())).Out)!.AsArray())));
    }

    [Fact]
    public async Task A_check_with_a_version_finds_it_and_all_later_ones_the_oldest_first()
    {
        await BeginAsync();
        var known = await PutAsync(Action("start"));
        var done = await PutAsync(Action("succeed"));
        var again = await PutAsync(Action("start"));
        var failed = await PutAsync(Action("fail", ("error", "mirror not reachable")));

        var found = await CheckAsync(known.Version);

        Assert.Equal(new[] { known, done, again, failed }.Select(put => put.Version.ToJsonString()), found.Select(version => version!.ToJsonString()));
        Assert.Equal(failed.Version.ToJsonString(), Assert.Single(await CheckAsync(failed.Version))!.ToJsonString());
    }

    [Fact]
    public async Task A_check_with_a_version_of_an_erased_build_finds_the_present_one()
    {
        await BeginAsync();
        var known = await PutAsync(Action("start"));
        Directory.Delete(Store, recursive: true);
        Directory.CreateDirectory(Store);
        await BeginAsync();
        var other = await PutAsync(Action("start"));

        Assert.NotEqual(known.Version.ToJsonString(), other.Version.ToJsonString());
        Assert.Equal(other.Version.ToJsonString(), Assert.Single(await CheckAsync(known.Version))!.ToJsonString());
    }

    [Fact]
    public async Task A_get_has_the_build_as_it_was_at_its_version()
    {
        await BeginAsync();
        await PutAsync(Action("meta", ("metadata", new JsonObject { ["ami_id"] = "ami-1", ["a/b"] = "it's", ["../up"] = 7 })));
        await PutAsync(Action("succeed"));
        var failed = await PutAsync(Action("fail", ("error", "mirror not reachable")));
        await PutAsync(Action("meta", ("metadata", new JsonObject { ["ami_id"] = "ami-2" })));
        await PutAsync(Action("succeed"));

        var folder = await InAsync(failed.Version);

        Assert.Equal((Build, "5", "failed", "ami-1"), (Read(folder, "build_id"), Read(folder, "current_state"), Read(folder, "status"), Read(folder, "metadata/ami_id")));
        Assert.Equal("RESUME_STATE=5\n", Read(folder, "resume-metadata"));
        Assert.Equal("it's", Read(folder, "metadata/a%2Fb"));
        Assert.Equal("7", Read(folder, "metadata/..%2Fup"));
        Assert.Equal("export ami_id='ami-1'\n", Read(folder, "env"));
        Assert.Equal("Initialized", Read(folder, "completed/0"));
        var json = JsonNode.Parse(Read(folder, "state.json"))!;
        Assert.Equal(("5", "failed", "ami-1"), (json["currentState"]!.ToJsonString(), (string?)json["status"], (string?)json["metadata"]!["ami_id"]));
        Assert.Equal(["completed", "failed"], json["stateHistory"]!.AsArray().Select(row => (string?)row!["status"]));
        Assert.Equal("mirror not reachable", Read(folder, "error"));
    }

    [Fact]
    public async Task A_get_of_a_version_that_is_gone_is_an_error()
    {
        await BeginAsync();
        var folder = Path.Combine(Folder, "gone");

        foreach (var version in (JsonObject[])[new() { ["build"] = Build, ["version"] = "99" }, new() { ["build"] = "web-43", ["version"] = "1" }, new() { ["version"] = "1", ["status"] = "failed" }])
            (await InRawAsync(version, folder)).IsRefused(1, "any more");
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_get_that_skips_the_download_writes_nothing()
    {
        var put = await BeginAsync();
        var folder = Path.Combine(Folder, "empty");

        var answer = await InRawAsync(put.Version, folder, parameters: new JsonObject { ["skip_download"] = true });

        Assert.Equal((0, ""), (answer.Code, answer.Error));
        Assert.False(Directory.Exists(folder));
        Checked(answer);
    }

    [Fact]
    public async Task A_completed_or_held_build_is_not_to_be_resumed()
    {
        await BeginAsync();
        var held = await PutAsync(Action("start"));
        Assert.False(File.Exists(Path.Combine(held.Got, "resume-metadata")));
        Assert.Equal("1", Read(held.Got, "attempt"));
        Put last;
        do
            last = await PutAsync(Action("succeed"));
        while ((string?)last.Version["status"] != "completed");

        Assert.Equal("100", Read(last.Got, "current_state"));
        Assert.False(File.Exists(Path.Combine(last.Got, "resume-metadata")));
    }

    [Fact]
    public async Task The_same_scripts_answer_as_verbs()
    {
        var begun = await BeginAsync();

        var answer = await PawlAsync(["concourse", "check"], new JsonObject { ["source"] = Source }.ToJsonString());

        Assert.Equal(begun.Version.ToJsonString(), Assert.Single(JsonNode.Parse(answer.Out)!.AsArray())!.ToJsonString());
    }

    [Fact]
    public async Task A_hard_link_answers_too()
    {
        Assert.SkipWhen(File.Exists(Path.ChangeExtension(Programs.Pawl, ".dll")), "this pawl is no single file: a hard link of it elsewhere can't start");
        File.Delete(Path.Combine(Resource, "check"));
        Assert.Equal(0, (await RunAsync("/bin/ln", [Programs.Pawl, Path.Combine(Resource, "check")], input: "")).Code);

        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task Elsewhere_the_names_mean_nothing()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "check"), Programs.Pawl);

        Assert.StartsWith("pawl ", (await RunAsync(Path.Combine(folder, "check"), ["--version"], input: "")).Out, StringComparison.Ordinal);
    }
}
