using System.Text.Json;
using System.Text.Json.Nodes;
using Pawl.EndToEnd.Processes;
using Pawl.EndToEnd.Verbs;

namespace Pawl.EndToEnd.Concourse;

/// <summary>Runs the program as Concourse runs a resource type: as <c>/opt/resource/check</c>, <c>in</c> and <c>out</c>, a request on standard input.</summary>
public abstract class ConcourseFixture : CommandFixture
{
    private protected const string Build = "web-42";

    /// <summary>What stands for <c>/opt/resource</c>.</summary>
    private protected string Resource { get; }

    /// <summary>The folder that puts get.</summary>
    private protected string Inputs { get; }

    private protected ConcourseFixture()
    {
        Resource = Path.Combine(Folder, "opt", "resource");
        Inputs = Directory.CreateDirectory(Path.Combine(Folder, "inputs")).FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "store"));
        Directory.CreateDirectory(Resource);
        foreach (var script in (string[])["check", "in", "out"])
            File.CreateSymbolicLink(Path.Combine(Resource, script), Programs.Pawl);
    }

    private protected virtual JsonObject Source => new() { ["store"] = $"dir://{Store}", ["build"] = Build, ["patience"] = "1s" };

    /// <summary>Runs a script with a request that is written out.</summary>
    private protected Task<Answer> RawAsync(string script, string request, params string[] arguments) =>
        RunAsync(Path.Combine(Resource, script), arguments, request);

    private protected Task<Answer> CheckRawAsync(JsonNode? version, JsonObject? source = null)
    {
        var request = new JsonObject { ["source"] = source?.DeepClone() ?? Source };
        if (version is not null)
            request["version"] = version.DeepClone();
        return RawAsync("check", request.ToJsonString());
    }

    /// <summary>The versions that a check finds.</summary>
    private protected async Task<JsonArray> CheckAsync(JsonNode? version = null, JsonObject? source = null)
    {
        var answer = await CheckRawAsync(version, source);
        Assert.Equal((0, ""), (answer.Code, answer.Error));
        return JsonNode.Parse(answer.Out)!.AsArray();
    }

    private protected Task<Answer> OutRawAsync(JsonObject parameters, JsonObject? source = null) =>
        RawAsync("out", new JsonObject { ["source"] = source?.DeepClone() ?? Source, ["params"] = parameters }.ToJsonString(), Inputs);

    /// <summary>A put as Concourse makes it: <c>out</c>, and then <c>in</c> of the version that it answers, which must work.</summary>
    private protected async Task<Put> PutAsync(JsonObject parameters, JsonObject? source = null)
    {
        var answer = await OutRawAsync(parameters, source);
        Assert.True(answer.Code == 0, answer.Error);
        var result = Checked(answer);
        return new Put(result["version"]!, await InAsync(result["version"]!, source), answer.Error);
    }

    private protected Task<Answer> InRawAsync(JsonNode version, string folder, JsonObject? source = null, JsonObject? parameters = null) =>
        RawAsync("in", new JsonObject { ["source"] = source?.DeepClone() ?? Source, ["version"] = version.DeepClone(), ["params"] = parameters }.ToJsonString(), folder);

    /// <summary>The folder that a get of a version filled.</summary>
    private protected async Task<string> InAsync(JsonNode version, JsonObject? source = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "get", Guid.NewGuid().ToString("N"))).FullName;
        var answer = await InRawAsync(version, folder, source);
        Assert.True(answer.Code == 0, answer.Error);
        Assert.True(JsonNode.DeepEquals(version, Checked(answer)["version"]), answer.Out);
        return folder;
    }

    /// <summary>An answer of <c>in</c> or <c>out</c>, which has nothing but what Concourse takes.</summary>
    private protected static JsonObject Checked(Answer answer)
    {
        var result = JsonNode.Parse(answer.Out)!.AsObject();
        Assert.Equal(["version", "metadata"], result.Select(field => field.Key));
        Assert.All(result["version"]!.AsObject(), field => Assert.Equal(JsonValueKind.String, field.Value!.GetValueKind()));
        Assert.All(result["metadata"]!.AsArray(), field =>
        {
            Assert.Equal(["name", "value"], field!.AsObject().Select(part => part.Key));
            Assert.All(field.AsObject(), part => Assert.Equal(JsonValueKind.String, part.Value!.GetValueKind()));
        });
        return result;
    }

    private protected static JsonObject Action(string name, params (string Key, JsonNode? Value)[] more)
    {
        var parameters = new JsonObject { ["action"] = name };
        foreach (var (key, value) in more)
            parameters[key] = value;
        return parameters;
    }

    private protected Task<Put> BeginAsync() => PutAsync(Action("init", ("provider", "aws"), ("image_type", "rhel8-webserver")));

    /// <summary>The environment that Concourse gives to a run of a job.</summary>
    private protected void InRun(int number, string job = "image")
    {
        Variables["ATC_EXTERNAL_URL"] = "https://ci.example.org";
        Variables["BUILD_ID"] = $"{1000 + number}";
        Variables["BUILD_NAME"] = $"{number}";
        Variables["BUILD_JOB_NAME"] = job;
        Variables["BUILD_PIPELINE_NAME"] = "images";
        Variables["BUILD_TEAM_NAME"] = "main";
    }

    private protected static string Read(string folder, string file) => File.ReadAllText(Path.Combine(folder, file));

    private protected void WriteInput(string file, string text)
    {
        var path = Path.Combine(Inputs, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>The build's JSON, from the store itself.</summary>
    private protected async Task<JsonElement> StatusAsync() => (await DoneAsync("status", Build, "--json", "--store", $"dir://{Store}")).Json;

    /// <summary>What a put made.</summary>
    private protected sealed record Put(JsonNode Version, string Got, string Log);
}
