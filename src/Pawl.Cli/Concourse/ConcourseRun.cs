using Pawl.Builds;
using Pawl.Cli.Concourse.Requests;
using Pawl.Cli.Output;

namespace Pawl.Cli.Concourse;

/// <summary>The run of a Concourse job that a script belongs to, as Concourse tells it: for the holder of leases, and for a link. See
/// https://concourse-ci.org/implementing-resource-types.html#resource-metadata.</summary>
internal static class ConcourseRun
{
    /// <summary>The metadata key that has the link.</summary>
    public const string LinkKey = "concourse_url";

    private const int MaxName = 200;

    /// <summary>Where people see it; empty outside Concourse.</summary>
    public static string Link => (Get("ATC_EXTERNAL_URL"), Get("BUILD_ID")) is ({ Length: > 0 } address, { Length: > 0 } build)
        ? $"{address.TrimEnd('/')}/builds/{build}"
        : "";

    /// <summary>Who works on a build in a put.</summary>
    /// <param name="holder">By what a put of the same job is known again.</param>
    /// <param name="process">This process, as it is called elsewhere.</param>
    public static Worker Worker(Holder holder, Worker process)
    {
        var job = (Get("BUILD_JOB_NAME"), Get("BUILD_PIPELINE_NAME")) switch
        {
            ({ Length: > 0 } own, var pipeline) => $"{Get("BUILD_TEAM_NAME")}/{pipeline}/{own}{Get("BUILD_PIPELINE_INSTANCE_VARS")}",
            _ => "",
        };
        var name = (job, holder, Get("BUILD_NAME"), Get("BUILD_ID")) switch
        {
            ({ Length: > 0 }, Holder.Job, _, _) => $"concourse {job}",
            ({ Length: > 0 }, _, var number, _) => $"concourse {job} #{number}",
            (_, _, _, { Length: > 0 } build) => $"concourse build {build}",
            _ => process.Name,
        };
        return process with { Name = Visible.Line(name.Length > MaxName ? name[..MaxName] : name) };
    }

    private static string Get(string variable) => Environment.GetEnvironmentVariable(variable) ?? "";
}
