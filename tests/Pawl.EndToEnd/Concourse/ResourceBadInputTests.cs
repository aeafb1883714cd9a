using System.Text.Json.Nodes;

namespace Pawl.EndToEnd.Concourse;

/// <summary>A request that isn't right gets one clear line on standard error, exit code 1, and nothing on standard output.</summary>
public sealed class ResourceBadInputTests : ConcourseFixture
{
    [Theory]
    [InlineData("", "standard input is empty")]
    [InlineData("{", "is not JSON: line 1, byte 2")]
    [InlineData("[]", "the request must be a map, and is a list")]
    [InlineData("{}", "`source.store` is needed")]
    [InlineData("""{"source": null}""", "`source.store` is needed")]
    [InlineData("""{"source": "s3://b"}""", "`source` must be a map, and is a text")]
    [InlineData("""{"source": {"sotre": "s3://b"}}""", "there is no `source.sotre`; did you mean `store`?")]
    [InlineData("""{"source": {"store": "s3://b", "store": "s3://c"}}""", "`source.store` is there twice")]
    [InlineData("""{"source": {"store": ["s3://b"]}}""", "`source.store` must be a text, and is a list")]
    [InlineData("""{"source": {"store": "ftp://b"}}""", "there is no such kind of store")]
    [InlineData("""{"source": {"store": "s3://b?region=eu&region=us"}}""", "each once")]
    [InlineData("""{"source": {"store": "/nowhere/at/all"}}""", "there is no folder /nowhere/at/all in this container")]
    [InlineData("""{"source": {"store": "dir:///nowhere/at/all"}}""", "there is no folder /nowhere/at/all in this container")]
    [InlineData("""{"source": {"server": "https://pawl"}}""", "`source.server` can't be used")]
    [InlineData("""{"source": {"store": "s3://b", "build": "a/b"}}""", "`source.build` 'a/b' must be")]
    [InlineData("""{"source": {"store": "s3://b", "build": "a", "provider": "aws"}}""", "names one build already")]
    [InlineData("""{"source": {"store": "s3://b", "status": "done"}}""", "must be running, failed or completed")]
    [InlineData("""{"source": {"store": "s3://b", "holder": "me"}}""", "must be job or build")]
    [InlineData("""{"source": {"store": "s3://b", "patience": "soon"}}""", "must be a duration")]
    [InlineData("""{"source": {"store": "s3://b", "credentials": {"A B": "x"}}}""", "`source.credentials` has no variable")]
    [InlineData("""{"source": {"store": "s3://b", "credentials": {"PGPASSWORD": ["x"]}}}""", "`source.credentials.PGPASSWORD` must be a text, and is a list")]
    [InlineData("""{"source": {"store": "s3://bucket"}, "version": "7"}""", "`version` must be a map")]
    [InlineData("""{"source": {"store": "s3://b"}, "versoin": {}}""", "did you mean `version`?")]
    public async Task A_malformed_source(string request, string part) => (await RawAsync("check", request)).IsRefused(1, part);

    [Theory]
    [InlineData("{}", "`params.action` is needed: init, start")]
    [InlineData("""{"action": "suceed"}""", "did you mean `succeed`?")]
    [InlineData("""{"action": "start", "stat": 5}""", "there is no `params.stat`; did you mean `state`?")]
    [InlineData("""{"action": "start", "state": 101}""", "`params.state` '101' must be a number from 0 to 100")]
    [InlineData("""{"action": "start", "state": "5a"}""", "must be a number from 0 to 100")]
    [InlineData("""{"action": "start", "state": 5.5}""", "`params.state` must be a text, and is a number")]
    [InlineData("""{"action": "start", "wait": "yes"}""", "`params.wait` must be true or false")]
    [InlineData("""{"action": "start", "lease": "0s"}""", "`params.lease`")]
    [InlineData("""{"action": "init"}""", "`params.provider` is needed")]
    [InlineData("""{"action": "init", "provider": "a b"}""", "`params.provider` 'a b' must be")]
    [InlineData("""{"action": "init", "pipeline": "source/none.yaml"}""", "there is no such file")]
    [InlineData("""{"action": "fail"}""", "`params.error` or `params.error_file` is needed")]
    [InlineData("""{"action": "fail", "error": "e", "category": "odd"}""", "transient or persistent")]
    [InlineData("""{"action": "fail", "error_file": "../secret"}""", "must be a path within the step's inputs")]
    [InlineData("""{"action": "fail", "error_file": "/etc/passwd"}""", "must be a path within the step's inputs")]
    [InlineData("""{"action": "fail", "error_file": "report/link"}""", "is a link to a place outside")]
    [InlineData("""{"action": "fail", "error_file": "away/passwd"}""", "is a link to a place outside")]
    [InlineData("""{"action": "retry"}""", "`params.reason` is needed")]
    [InlineData("""{"action": "meta"}""", "`params.metadata` or `params.metadata_file` is needed")]
    [InlineData("""{"action": "meta", "metadata": {"k": {}}}""", "`params.metadata.k` must be a text, and is a map")]
    [InlineData("""{"action": "meta", "metadata_file": "report/odd"}""", "`params.metadata_file` line 1")]
    [InlineData("""{"action": "meta", "metadata_file": "report/none"}""", "`params.metadata_file` 'report/none' can't be read: there is no such file; is it an output of a step before")]
    [InlineData("""{"action": "succeed", "attempt_file": "report/none"}""", "can't be read: there is no such file")]
    [InlineData("""{"action": "succeed", "attempt_file": "report/odd"}""", "must hold what the file `attempt` of a get has")]
    [InlineData("""{"action": "succeed", "artifacts_file": "report/odd"}""", "line 1 is not SHA256 SIZE NAME PATH")]
    [InlineData("""{"action": "succeed", "build": "web-42", "build_file": "report/odd"}""", "both name a build")]
    public async Task Malformed_params(string parameters, string part)
    {
        WriteInput("report/odd", "what is this\n");
        File.CreateSymbolicLink(Path.Combine(Inputs, "report", "link"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Combine(Inputs, "away"), "/etc");
        // Whatever is wrong, the build would be there.
        if (!parameters.Contains("init", StringComparison.Ordinal))
            await BeginAsync();

        (await OutRawAsync(JsonNode.Parse(parameters)!.AsObject())).IsRefused(1, part);
    }

    [Fact]
    public async Task A_get_without_a_version_or_with_unknown_params()
    {
        var begun = await BeginAsync();

        (await RawAsync("in", new JsonObject { ["source"] = Source }.ToJsonString(), Folder)).IsRefused(1, "`version` must say which build");
        (await InRawAsync(begun.Version, Folder, parameters: new JsonObject { ["skip_downlod"] = true })).IsRefused(1, "did you mean `skip_download`?");
        (await RawAsync("in", new JsonObject { ["source"] = Source, ["version"] = begun.Version.DeepClone() }.ToJsonString())).IsRefused(2, "needs FOLDER");
    }

    [Fact]
    public async Task A_put_to_a_build_that_is_not_there()
    {
        foreach (var action in (JsonObject[])[Action("start"), Action("succeed"), Action("fail", ("error", "e")), Action("meta", ("metadata", new JsonObject { ["k"] = "v" }))])
            (await OutRawAsync(action)).IsRefused(3, "no build web-42");
    }

    [Fact]
    public async Task A_pipeline_file_with_faults_names_them_all()
    {
        WriteInput("source/p.yaml", "name: web\nprovider: gcp\nstates:\n- {code: 5}\n- {code: 7}\n");

        var answer = await OutRawAsync(Action("init", ("pipeline", "source/p.yaml")));

        Assert.Equal((1, ""), (answer.Code, answer.Out));
        Assert.Contains("faults; nothing was run", answer.Error, StringComparison.Ordinal);
        Assert.Contains("image_type", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_of_megabytes_and_one_that_is_nested_deep_are_refused()
    {
        var large = Path.Combine(Folder, "large");
        await File.WriteAllTextAsync(large, new string(' ', 5_000_000));

        // From a file: the program doesn't read it to its end, and whoever writes to it would get a broken pipe.
        (await RunAsync("/bin/sh", ["-c", "exec \"$0\" <\"$1\"", Path.Combine(Resource, "check"), large], input: "")).IsRefused(1, "more than");
        (await RawAsync("check", $$"""{"source": {{string.Concat(Enumerable.Repeat("[", 1000))}}""")).IsRefused(1, "is not JSON");
    }
}
