namespace Pawl.Cli.Output;

/// <summary>What <c>pawl prune --report</c> writes. Not complete: it was stopped, or ended with an error, and may have removed more than is listed.</summary>
internal sealed record PruneReportJson(
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    bool Complete,
    string? Error,
    bool DryRun,
    PrunerJson By,
    string Store,
    string? Mirror,
    string? Backup,
    PrunePolicyJson Policy,
    IReadOnlyDictionary<string, PruneCountJson> Counts,
    IReadOnlyList<PrunedJson> Things);

/// <summary>Who pruned, and from where.</summary>
internal sealed record PrunerJson(string Worker, string User, string Host, string Job, string Why);

/// <summary>The policy that was applied: <c>source</c> is <c>options</c>, <c>store</c> or <c>default</c>; builds whose time is null were not looked at.</summary>
internal sealed record PrunePolicyJson(string Source, string? Finished, string? Failed, DateTimeOffset? SetAt, string? SetBy, RetentionJson? Backup);

/// <summary>How many things of one place were removed, or would be, and how many stay though they are old enough.</summary>
internal sealed record PruneCountJson(int Removed, int Kept);
