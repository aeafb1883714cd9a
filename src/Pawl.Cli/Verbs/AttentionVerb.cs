using System.CommandLine;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl attention</c>: which builds wait for people.</summary>
internal sealed class AttentionVerb : FleetVerb
{
    private static readonly TimeSpan DefaultAge = TimeSpan.FromHours(1);

    private readonly Option<TimeSpan?> _olderThan = Ask.DurationOption("--older-than", "Only builds whose last change is longer ago. Default 1h.");

    public AttentionVerb()
        : base("attention", "List the failed builds that nothing has happened to for a while: they need people.") => Add(_olderThan);

    public override IReadOnlyList<string> Examples => ["pawl attention", "pawl attention --older-than 15m --json"];

    protected override BuildQuery Query(Invocation call) => new()
    {
        Status = BuildStatus.Failed,
        ChangedBefore = call.Time.GetUtcNow() - (call.Get(_olderThan) ?? DefaultAge),
    };
}
