using Pawl.Builds;

namespace Pawl.Cli.Concourse.Puts;

/// <summary>The link to the run of a Concourse job that works on a build, among the build's metadata.</summary>
internal static class RunLink
{
    /// <summary>Sets it, where Concourse tells it.</summary>
    public static Change Set(Change change, PutRequest put)
    {
        var link = put.Redactor.Redact(ConcourseRun.Link);
        return link.Length > 0 ? change.SetMetadata(ConcourseRun.LinkKey, link) : change;
    }

    /// <summary>True for a build that this very run worked on last.</summary>
    public static bool IsOf(BuildState build, PutRequest put) =>
        ConcourseRun.Link is { Length: > 0 } link && build.Metadata.GetValueOrDefault(ConcourseRun.LinkKey) == put.Redactor.Redact(link);
}
