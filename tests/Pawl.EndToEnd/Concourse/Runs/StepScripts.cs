using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pawl.EndToEnd.Concourse.Runs;

/// <summary>Runs what a step runs.</summary>
internal sealed partial class StepScripts(JobWorld world, JsonObject pipeline)
{
    private readonly StringBuilder _log = new();
    private readonly List<string> _steps = [];
    private int _containers;

    internal IReadOnlyList<string> Steps => _steps;

    internal string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    private string Artifacts => Directory.CreateDirectory(Path.Combine(world.Folder, "artifacts")).FullName;

    internal Task<StepEnd> GetAsync(JsonObject step, CancellationToken abort)
    {
        // The only one in these pipelines is that of the repository.
        Copy(world.Repository, Path.Combine(Artifacts, (string)step["get"]!));
        return Task.FromResult(Done($"get {step["get"]}", StepEnd.Succeeded));
    }

    internal async Task<StepEnd> PutAsync(JsonObject step, CancellationToken abort)
    {
        var name = (string)step["put"]!;
        var resource = pipeline["resources"]!.AsArray().Single(one => (string?)one!["name"] == name)!;
        var parameters = Evaluate(step["params"]!);
        var what = $"put {name} {parameters["action"]} {parameters["state"]}".TrimEnd();
        // Concourse gives every put the same path.
        var folder = Fresh(Path.Combine(world.Folder, "put"));
        Assert.Equal("detect", (string?)step["inputs"]);
        foreach (var artifact in Detect(step["params"]!))
            Copy(Path.Combine(Artifacts, artifact), Path.Combine(folder, artifact));
        var source = Evaluate(resource["source"]!);
        var request = new JsonObject { ["source"] = source.DeepClone(), ["params"] = parameters };
        var (end, answer) = await ScriptAsync("out", request, folder, abort);
        if (end != StepEnd.Succeeded)
            return Done(what, end);
        var get = Fresh(Path.Combine(Artifacts, name));
        var version = JsonNode.Parse(answer)!["version"]!.DeepClone();
        (end, _) = await ScriptAsync("in", new JsonObject { ["source"] = source.DeepClone(), ["version"] = version, ["params"] = step["get_params"]?.DeepClone() }, get, abort);
        return Done(what, end);
    }

    internal async Task<StepEnd> TaskAsync(JsonObject step, CancellationToken abort)
    {
        var name = (string)step["task"]!;
        if (world.LostTasks.Contains(name))
            return Done($"task {name}", StepEnd.Errored);
        var config = step["config"]!;
        var container = Directory.CreateDirectory(Path.Combine(world.Folder, "containers", (++_containers).ToString(CultureInfo.InvariantCulture))).FullName;
        foreach (var input in config["inputs"]!.AsArray().Select(one => (string)one!["name"]!))
        {
            if (Directory.Exists(Path.Combine(Artifacts, input)))
                Copy(Path.Combine(Artifacts, input), Path.Combine(container, input));
        }

        string[] outputs = [.. config["outputs"]!.AsArray().Select(one => (string)one!["name"]!)];
        foreach (var output in outputs)
            Directory.CreateDirectory(Path.Combine(container, output));
        var environment = Evaluate(config["params"] ?? new JsonObject()).AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.ToString());
        string[] arguments = [.. Evaluate(config["run"]!["args"]!).AsArray().Select(argument => (string)argument!)];
        var limit = step["timeout"] is { } timeout ? TimeSpan.FromSeconds(double.Parse(((string)timeout!).TrimEnd('s'), CultureInfo.InvariantCulture)) : Timeout.InfiniteTimeSpan;
        var run = new ContainerProcess(container, environment, Say);
        var code = await run.RunAsync((string)config["run"]!["path"]!, arguments, input: "", limit, abort);
        // Also of a task that failed.
        foreach (var output in outputs)
            Copy(Path.Combine(container, output), Path.Combine(Artifacts, output));
        return Done($"task {name}", EndOf(code, abort));
    }

    private static StepEnd EndOf(int code, CancellationToken abort) =>
        abort.IsCancellationRequested ? StepEnd.Aborted : code == 0 ? StepEnd.Succeeded : StepEnd.Failed;

    private async Task<(StepEnd End, string Answer)> ScriptAsync(string script, JsonObject request, string folder, CancellationToken abort)
    {
        var answer = new StringBuilder();
        var run = new ContainerProcess(folder, world.Metadata, Say) { Answer = answer };
        var code = await run.RunAsync(Path.Combine(world.Resource, script), [folder], request.ToJsonString(), Timeout.InfiniteTimeSpan, abort);
        return (EndOf(code, abort), answer.ToString());
    }

    // atc/exec/put_inputs.go: the artifacts that a text among the params begins with.
    private HashSet<string> Detect(JsonNode? node) => node switch
    {
        JsonObject map => [.. map.SelectMany(pair => Detect(pair.Value))],
        JsonArray list => [.. list.SelectMany(Detect)],
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String
            && ((string)value!).Split('/')[0] is { Length: > 0 } first && Directory.Exists(Path.Combine(Artifacts, first)) => [first],
        _ => [],
    };

    // vars/template.go
    private JsonNode Evaluate(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Evaluate(pair.Value!)))),
        JsonArray list => new JsonArray([.. list.Select(item => (JsonNode?)Evaluate(item!))]),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String => JsonValue.Create(Variable.Replace(
            (string)value!,
            match => world.Variables.TryGetValue(match.Value[2..^2], out var found) ? found : throw new KeyNotFoundException($"undefined vars: {match.Value}"))),
        _ => node.DeepClone(),
    };

    private StepEnd Done(string what, StepEnd end)
    {
        _steps.Add($"{what}: {end}");
        Say($"--- {what}: {end}");
        return end;
    }

    private void Say(string line)
    {
        lock (_log)
            _log.AppendLine(line);
    }

    private static string Fresh(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder).FullName;
    }

    private static void Copy(string from, string to)
    {
        Fresh(to);
        using var copy = System.Diagnostics.Process.Start("/bin/cp", ["-a", from + "/.", to]);
        copy.WaitForExit();
        Assert.Equal(0, copy.ExitCode);
    }

    [GeneratedRegex("""\(\((([-/\.\w\p{L}]+\:)?[-/\.:@"\w\p{L}]+)\)\)""")]
    private static partial Regex Variable { get; }
}
