using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pawl.EndToEnd.Concourse.Rules;

/// <summary>The rules of steps, after atc/steps.go, atc/step_validator.go and atc/task.go: modifiers wrap one core step, and what belongs to neither is
/// refused. Also that a task's inputs are there when it runs, which Concourse finds out only then.</summary>
internal sealed class StepRules(IReadOnlyList<string> resources, HashSet<string> used, List<string> faults)
{
    private static readonly string[] Hooks = ["ensure", "on_error", "on_abort", "on_failure", "on_success"];
    private static readonly string[] Modifiers = [.. Hooks, "attempts", "timeout"];

    private readonly HashSet<string> _gets = [];
    private readonly HashSet<string> _artifacts = [];

    internal void Check(JsonNode? node, string at)
    {
        if (node is not JsonObject step)
        {
            faults.Add($"{at} is no step");
            return;
        }

        string[] cores = [.. step.Select(pair => pair.Key).Where(key => key is "get" or "put" or "task" or "do" or "try" or "in_parallel" or "set_pipeline" or "load_var")];
        if (cores is not [var core])
        {
            faults.Add($"{at}: {(cores.Length == 0 ? "no core step type declared" : $"several core steps: {string.Join(", ", cores)}")}");
            return;
        }

        CheckCore(step, core, at);
        var fields = new Fields(at, step, faults);
        fields.GoDuration("timeout");
        if (step["attempts"] is { } attempts && !(attempts.GetValueKind() == JsonValueKind.Number && (long)attempts > 0))
            faults.Add($"{at}.attempts must be greater than 0");
        foreach (var hook in Hooks.Where(step.ContainsKey))
            Check(step[hook], $"{at}.{hook}");
    }

    private void CheckCore(JsonObject step, string core, string at)
    {
        var fields = new Fields(at, step, faults);
        switch (core)
        {
            case "get":
                fields.Allow(["get", "resource", "version", "params", "passed", "trigger", "tags", "skip_download", .. Modifiers]);
                if (!_gets.Add(CheckResource(fields, step, core, at)))
                    faults.Add($"{at}: repeated name");
                break;
            case "put":
                fields.Allow(["put", "resource", "params", "inputs", "tags", "get_params", "no_get", .. Modifiers]);
                if (step["inputs"]?.GetValueKind() == JsonValueKind.String ? (string)step["inputs"]! is not ("all" or "detect") : step["inputs"] is not (null or JsonArray))
                    faults.Add($"{at}.inputs: all, detect or a list");
                CheckResource(fields, step, core, at);
                break;
            case "task":
                fields.Allow([
                    "task", "privileged", "file", "container_limits", "config", "params", "vars", "tags", "input_mapping", "output_mapping", "image", "hermetic",
                    .. Modifiers]);
                CheckTask(fields, step, at);
                break;
            case "do":
                fields.Allow(["do", .. Modifiers]);
                foreach (var (sub, i) in fields.List("do").Select((sub, i) => (sub, i)))
                    Check(sub, $"{at}.do[{i}]");
                break;
            default:
                faults.Add($"{at}: the rules for {core} are not written down here");
                break;
        }
    }

    private string CheckResource(Fields fields, JsonObject step, string core, string at)
    {
        var name = fields.Identifier(core);
        fields.Map("params");
        fields.Map("get_params");
        var resource = step.ContainsKey("resource") ? fields.Text("resource") : name;
        if (!resources.Contains(resource))
            faults.Add($"{at}: unknown resource '{resource}'");
        used.Add(resource);
        _artifacts.Add(name);
        return name;
    }

    private void CheckTask(Fields fields, JsonObject step, string at)
    {
        fields.Identifier("task");
        if (step.ContainsKey("config") == step.ContainsKey("file"))
            faults.Add($"{at}: must specify one of `file:` or `config:`");
        if (step["config"] is not JsonObject config)
            return;
        at += ".config";
        var of = new Fields(at, config, faults);
        of.Allow("platform", "rootfs_uri", "image_resource", "container_limits", "params", "run", "inputs", "outputs", "caches");
        of.Require("platform", "run", "image_resource");
        of.Map("params");
        CheckMap(config["image_resource"], $"{at}.image_resource", ["type", "source", "params", "version"], ["type", "source"]);
        CheckMap(config["run"], $"{at}.run", ["path", "args", "dir", "user"], ["path"]);
        if (config["run"] is JsonObject run)
            new Fields($"{at}.run", run, faults).Texts("args");
        foreach (var input in of.List("inputs"))
        {
            CheckMap(input, $"{at}.inputs", ["name", "path", "optional"], ["name"]);
            if (input?["optional"]?.GetValueKind() != JsonValueKind.True && !_artifacts.Contains((string?)input?["name"] ?? ""))
                faults.Add($"{at}: missing inputs: {input?["name"]}");
        }

        foreach (var output in of.List("outputs"))
        {
            CheckMap(output, $"{at}.outputs", ["name", "path"], ["name"]);
            _artifacts.Add((string?)output?["name"] ?? "");
        }
    }

    private void CheckMap(JsonNode? node, string at, string[] known, string[] needed)
    {
        if (node is not JsonObject map)
        {
            faults.Add($"{at} is no map");
            return;
        }

        var fields = new Fields(at, map, faults);
        fields.Allow(known);
        fields.Require(needed);
    }
}
