using System.Text.Json.Nodes;

namespace Pawl.EndToEnd.Concourse.Rules;

/// <summary>The rules by which Concourse takes or refuses a pipeline, after its own: atc/config.go, atc/job_config.go, atc/configvalidate/validate.go,
/// https://github.com/concourse/concourse (7.x and 8.x). What Concourse only warns of is a fault here.</summary>
internal sealed class PipelineRules
{
    private static readonly string[] BaseTypes =
        ["git", "registry-image", "docker-image", "s3", "time", "semver", "pool", "hg", "tracker", "github-release", "bosh-io-release", "bosh-io-stemcell", "mock"];

    private readonly List<string> _faults = [];
    private readonly JsonObject _config;

    private PipelineRules(JsonObject config) => _config = config;

    /// <summary>Everything that is wrong with a pipeline.</summary>
    internal static IReadOnlyList<string> FaultsOf(string yaml)
    {
        var rules = new PipelineRules(ConcourseYaml.Read(yaml).AsObject());
        rules.Check();
        return rules._faults;
    }

    private void Check()
    {
        var fields = new Fields("pipeline", _config, _faults);
        fields.Allow("groups", "var_sources", "resources", "resource_types", "prototypes", "jobs", "display");
        var types = Items("resource_types").Select((type, i) => CheckType(type, $"resource_types[{i}]")).ToArray();
        var resources = Items("resources").Select((resource, i) => CheckResource(resource, $"resources[{i}]", [.. BaseTypes, .. types])).ToArray();
        var used = new HashSet<string>();
        var names = Items("jobs").Select((job, i) => CheckJob(job, $"jobs[{i}]", resources, used)).ToArray();
        CheckTwins("resource_types", types);
        CheckTwins("resources", resources);
        CheckTwins("jobs", names);
        foreach (var resource in resources.Where(name => !used.Contains(name)))
            _faults.Add($"resource '{resource}' is not used");
        if (names.Length == 0)
            _faults.Add("there are no jobs");
    }

    private string CheckType(JsonObject type, string at)
    {
        var fields = new Fields(at, type, _faults);
        fields.Allow("name", "type", "source", "defaults", "privileged", "check_every", "tags", "params");
        fields.Require("type", "source");
        fields.Map("source");
        return fields.Identifier("name");
    }

    private string CheckResource(JsonObject resource, string at, IReadOnlyList<string> types)
    {
        var fields = new Fields(at, resource, _faults);
        fields.Allow("name", "old_name", "public", "webhook_token", "type", "source", "check_every", "check_timeout", "tags", "version", "icon", "expose_build_created_by");
        fields.Require("type", "source");
        fields.Map("source");
        if (!types.Contains(fields.Text("type")))
            _faults.Add($"{at}: there is no resource type '{fields.Text("type")}'");
        return fields.Identifier("name");
    }

    private string CheckJob(JsonObject job, string at, IReadOnlyList<string> resources, HashSet<string> used)
    {
        string[] hooks = ["on_success", "on_failure", "on_abort", "on_error", "ensure"];
        var fields = new Fields(at, job, _faults);
        fields.Allow([
            "name", "old_name", "public", "disable_manual_trigger", "serial", "interruptible", "serial_groups", "max_in_flight", "build_logs_to_retain",
            "build_log_retention", "plan", .. hooks]);
        fields.Flag("serial");
        var steps = new StepRules(resources, used, _faults);
        var plan = fields.List("plan");
        if (plan.Count == 0)
            _faults.Add($"{at}: the plan is empty");
        foreach (var (step, i) in plan.Select((step, i) => (step, i)))
            steps.Check(step, $"{at}.plan[{i}]");
        foreach (var hook in hooks.Where(job.ContainsKey))
            steps.Check(job[hook], $"{at}.{hook}");
        return fields.Identifier("name");
    }

    private IEnumerable<JsonObject> Items(string key) => (_config[key]?.AsArray() ?? []).Select(item => item!.AsObject());

    private void CheckTwins(string where, IReadOnlyList<string> names)
    {
        foreach (var twin in names.GroupBy(name => name).Where(group => group.Count() > 1))
            _faults.Add($"{where} has the name '{twin.Key}' {twin.Count()} times");
    }
}
