using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Cli.Output;

/// <summary>One line of a list of builds.</summary>
internal sealed record SummaryJson(
    string BuildId,
    int CurrentState,
    string CloudProvider,
    string ImageType,
    DateTimeOffset StartTime,
    DateTimeOffset LastUpdate,
    string Status,
    string Pipeline,
    string ErrorMessage)
{
    public static SummaryJson Of(BuildSummary build) => new(
        build.Id.Value,
        build.Current.Value,
        build.Provider.Value,
        build.ImageType.Value,
        build.StartTime,
        build.LastUpdate,
        build.Status.ToText(),
        build.Pipeline,
        build.Error);
}
