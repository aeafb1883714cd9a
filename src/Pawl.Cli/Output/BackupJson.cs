namespace Pawl.Cli.Output;

/// <summary>What a pass of <c>pawl backup run</c> did.</summary>
internal sealed record BackupRunJson(int Builds, long Events, int WeeklySnapshots, int Faulty);

/// <summary>How long a backup keeps what.</summary>
internal sealed record RetentionJson(string Moments, string Weekly);

/// <summary>For how long a store keeps builds; when that was set and by whom, null for the default.</summary>
internal sealed record StoreRetentionJson(string Finished, string Failed, DateTimeOffset? SetAt, string? SetBy);

/// <summary>What <c>pawl restore</c> did to one build; its state as it was at the moment.</summary>
internal sealed record RestoredJson(string BuildId, string Result, int? CurrentState, string? Status, long Version, string Message);

/// <summary>What <c>pawl prune</c> removed or kept: <c>place</c> is <c>store</c>, <c>backup</c> or <c>weekly</c>.</summary>
internal sealed record PrunedJson(string Place, string BuildId, long? Version, string? Week, string Result, string Message);

/// <summary>A fault that <c>pawl backup verify</c> found; its week is null when it isn't about a weekly snapshot.</summary>
internal sealed record BackupFaultJson(string BuildId, string? Week, string Message);
