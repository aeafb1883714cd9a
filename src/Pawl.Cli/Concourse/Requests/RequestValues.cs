using Pawl.Builds;

namespace Pawl.Cli.Concourse.Requests;

/// <summary>Reads the values of a request that are of Pawl's own types; null when there is none.</summary>
internal static class RequestValues
{
    public static BuildId? BuildId(this RequestMap map, string key) =>
        map.Parsed<BuildId>(key, text => Builds.BuildId.TryParse(text, out var id) ? id : null, Builds.BuildId.Rule);

    public static StateCode? State(this RequestMap map, string key) =>
        map.Parsed<StateCode>(key, text => StateCode.TryParse(text, out var code) ? code : null, "a number from 0 to 100");

    public static Label? Label(this RequestMap map, string key) =>
        map.Parsed<Label>(key, text => Builds.Label.TryParse(text, out var label) ? label : null, Builds.Label.Rule);

    public static TimeSpan? Duration(this RequestMap map, string key) =>
        map.Parsed<TimeSpan>(key, text => Pawl.Pipelines.Duration.TryParse(text, out var time, out _) ? time : null, "a duration such as 30s, 45m or 3h");

    public static BuildStatus? Status(this RequestMap map, string key) =>
        map.Parsed<BuildStatus>(key, text => BuildStatusText.TryParse(text, out var status) ? status : null, "running, failed or completed");

    public static FailureCategory? Category(this RequestMap map, string key) =>
        map.Parsed<FailureCategory>(key, text => FailureCategoryText.TryParse(text, out var category) ? category : null, "transient or persistent");
}
