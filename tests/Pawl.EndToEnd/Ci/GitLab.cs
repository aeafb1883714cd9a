using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Pawl.EndToEnd.Ci;

/// <summary>A pipeline of GitLab CI (https://docs.gitlab.com/ci/yaml/).</summary>
internal static partial class GitLab
{
    private static readonly string[] Global = ["stages", "default", "variables", "include", "workflow"];
    private static readonly string[] DefaultKeys = ["after_script", "artifacts", "before_script", "cache", "hooks", "id_tokens", "image", "interruptible", "retry", "services", "tags", "timeout"];
    private static readonly string[] JobKeys = [.. DefaultKeys, "stage", "script", "resource_group", "rules", "needs", "variables", "when", "allow_failure", "environment", "dependencies", "extends"];

    internal static CiFile Read(string text, string images, string store)
    {
        var file = Yaml.Read(text);
        Yaml.AssertKnown(DefaultKeys, file.At("default").Keys());
        var jobs = file.Children.Where(pair => !Global.Contains(pair.Key.Text())).Select(pair => pair.Value).ToList();
        Assert.All(jobs, job => Yaml.AssertKnown(JobKeys, job.Keys()));
        Assert.All(jobs, job => Assert.Equal("image", job.At("resource_group").Text()));
        var stages = file.At("stages").Items().Select(Yaml.Text).ToList();
        Assert.Equal(stages, jobs.Select(job => job.At("stage").Text()));

        // The server's own variables, and those of the project's settings.
        var environment = new Dictionary<string, string>
        {
            ["GITLAB_CI"] = "true",
            ["CI"] = "true",
            ["CI_COMMIT_SHA"] = CiFile.Commit,
            ["PAWL_STORE"] = store,
            ["IMAGE_ROOT"] = images,
            ["REPO_PASSWORD"] = CiFile.Password,
        };
        foreach (var (name, value) in file.At("variables").Texts())
            environment[name] = Variable.Replace(value, match => environment[match.Groups[1].Value]);
        // A job's before_script and script are one script of one shell.
        var before = Lines(file.At("default"), "before_script");
        return new CiFile(["bash", "-eo", "pipefail", "-c"], environment, [.. jobs.Select(job => before + Lines(job, "script"))]);
    }

    private static string Lines(YamlNode node, string key) => string.Concat(node.At(key).Items().Select(line => line.Text() + "\n"));

    [GeneratedRegex(@"\$([A-Z_]+)")]
    private static partial Regex Variable { get; }
}
