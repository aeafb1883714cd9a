using System.CommandLine;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl list</c>: which builds there are.</summary>
internal sealed class ListVerb : FleetVerb
{
    private readonly Option<BuildStatus?> _status = Ask.StatusOption("Only builds of this status.");
    private readonly Option<Label?> _provider = Ask.LabelOption("Only builds for this cloud provider.", "P", "--provider");
    private readonly Option<Label?> _type = Ask.LabelOption("Only builds of this image type.", "T", "--type", "--image-type");
    private readonly Option<string?> _pipeline = new("--pipeline") { Description = "Only builds of the pipeline of this name.", HelpName = "NAME" };
    private readonly Option<TimeSpan?> _olderThan = Ask.DurationOption("--older-than", "Only builds whose last change is longer ago.");
    private readonly Option<int> _limit = Ask.LimitOption("The most builds; 0 for all of them.", 50);

    public ListVerb()
        : base("list", "List builds, the one changed last first.")
    {
        Add(_status);
        Add(_provider);
        Add(_type);
        Add(_pipeline);
        Add(_olderThan);
        Add(_limit);
    }

    public override IReadOnlyList<string> Examples =>
        ["pawl list", "pawl list --status failed --provider aws", "pawl list --older-than 7d --limit 0 --json | jq -r '.[].buildId'"];

    protected override BuildQuery Query(Invocation call) => new()
    {
        Status = call.Get(_status),
        Provider = call.Get(_provider),
        ImageType = call.Get(_type),
        Pipeline = call.Get(_pipeline),
        ChangedBefore = call.Get(_olderThan) is { } age ? call.Time.GetUtcNow() - age : null,
        Limit = call.Get(_limit) is > 0 and var limit ? limit : int.MaxValue,
    };
}
