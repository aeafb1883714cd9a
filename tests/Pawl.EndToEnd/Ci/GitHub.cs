using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Pawl.EndToEnd.Ci;

/// <summary>A workflow of GitHub Actions (https://docs.github.com/actions/writing-workflows/workflow-syntax-for-github-actions).</summary>
internal static partial class GitHub
{
    private static readonly string[] TopKeys = ["name", "run-name", "on", "permissions", "env", "defaults", "concurrency", "jobs"];
    private static readonly string[] JobKeys = ["name", "permissions", "needs", "if", "runs-on", "environment", "concurrency", "outputs", "env", "defaults", "steps", "timeout-minutes", "strategy", "container", "services"];
    private static readonly string[] StepKeys = ["id", "if", "name", "uses", "run", "working-directory", "shell", "with", "env", "continue-on-error", "timeout-minutes"];

    internal static CiFile Read(string text, string images, string store)
    {
        var workflow = Yaml.Read(text);
        Yaml.AssertKnown(TopKeys, workflow.Keys());
        var (name, job) = Assert.Single(((YamlMappingNode)workflow.At("jobs")).Children);
        Assert.Matches("^[A-Za-z_][A-Za-z0-9_-]*$", name.Text());
        Yaml.AssertKnown(JobKeys, job.Keys());
        Assert.Equal("false", workflow.At("concurrency", "cancel-in-progress").Text());
        var steps = job.At("steps").Items().ToList();
        Assert.All(steps, step => Yaml.AssertKnown(StepKeys, step.Keys()));
        Assert.All(steps, step => Assert.Single(step.Keys(), key => key is "run" or "uses"));
        Assert.All(steps.Where(step => step.Keys().Contains("uses")), step => Assert.Equal("actions/checkout@v4", step.At("uses").Text()));

        var context = new Dictionary<string, string>
        {
            ["github.sha"] = CiFile.Commit,
            ["vars.PAWL_STORE"] = store,
            ["vars.IMAGE_ROOT"] = images,
            ["secrets.REPO_PASSWORD"] = CiFile.Password,
        };
        string Evaluate(string value) => Expression.Replace(value, match => context[match.Groups[1].Value]);
        var environment = job.At("env").Texts().ToDictionary(pair => pair.Key, pair => Evaluate(pair.Value));
        environment["GITHUB_ACTIONS"] = "true";
        environment["GITHUB_SHA"] = CiFile.Commit;
        // The shell of a step that names none.
        return new CiFile(["bash", "-e", "-c"], environment, [.. steps.Where(step => step.Keys().Contains("run")).Select(step => step.At("run").Text())]);
    }

    [GeneratedRegex(@"\$\{\{ *([a-z]+\.[A-Za-z_]+) *\}\}")]
    private static partial Regex Expression { get; }
}
