namespace Pawl.Cli;

/// <summary>The CI job that this process runs in, by the variables that each CI documents.</summary>
internal static class CiJob
{
    private static readonly Func<Func<string, string>, string>[] Links =
    [
        read => read("CI_JOB_URL"), // GitLab
        read => read("GITHUB_RUN_ID") is { Length: > 0 } run ? $"{read("GITHUB_SERVER_URL")}/{read("GITHUB_REPOSITORY")}/actions/runs/{run}" : "",
        read => read("ATC_EXTERNAL_URL") is { Length: > 0 } concourse ? $"{concourse}/{ConcoursePath(read)}" : "",
        read => read("BUILDKITE_BUILD_URL"),
        read => read("CIRCLE_BUILD_URL"),
        read => read("BUILD_BUILDID") is { Length: > 0 } run ? $"{read("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI")}{read("SYSTEM_TEAMPROJECT")}/_build/results?buildId={run}" : "", // Azure Pipelines
        read => read("BUILD_URL"), // Jenkins
    ];

    /// <summary>Its URL; empty outside CI.</summary>
    /// <param name="read">Reads an environment variable; empty when it isn't set.</param>
    public static string Find(Func<string, string> read) => Links.Select(link => link(read)).FirstOrDefault(link => link.Length > 0) ?? "";

    // A build of a pipeline's job, or one that somebody started by hand.
    private static string ConcoursePath(Func<string, string> read) => read("BUILD_JOB_NAME") is { Length: > 0 } job
        ? $"teams/{read("BUILD_TEAM_NAME")}/pipelines/{read("BUILD_PIPELINE_NAME")}/jobs/{job}/builds/{read("BUILD_NAME")}"
        : $"builds/{read("BUILD_ID")}";
}
