using Pawl.Waiting;

namespace Pawl.Cli.Output;

/// <summary>What <c>pawl check</c> found.</summary>
internal sealed record CheckJson(string BuildId, string Result, int Code, int? ResumeState, LeaseJson? Lease);

/// <summary>What <c>pawl retries</c> answers. <c>tries</c> is null when the pipeline file can't be read here.</summary>
internal sealed record RetriesJson(string BuildId, int State, int RetryCount, int? Tries);

/// <summary>One metadata value.</summary>
internal sealed record MetadataJson(string BuildId, string Key, string Value);

/// <summary>A script's own mark.</summary>
internal sealed record TokenJson(string BuildId, string ResumeToken);

/// <summary>What <c>pawl artifact verify</c> found of one artifact: <c>intact</c>, <c>missing</c> or <c>changed</c>.</summary>
internal sealed record VerifiedJson(string Name, string Path, string Result, string Message);

/// <summary>A fault that <c>pawl audit verify</c> found; its version is null when it is about something else than one event.</summary>
internal sealed record AuditFaultJson(string BuildId, long? Version, string Message);

/// <summary>What <c>pawl store copy</c> did.</summary>
internal sealed record CopyJson(int Builds, long Events, int NotCopied);

/// <summary>What <c>pawl sync</c> did.</summary>
internal sealed record SyncJson(int Whole, int Behind);

/// <summary>How <c>pawl wait</c> ended for a build: <c>reached</c>, <c>waiting</c>, <c>failed</c>, <c>unreachable</c> or <c>missing</c>; with the build
/// as it stood then, null when there is none.</summary>
internal sealed record WaitedJson(string BuildId, string Result, BuildDocument? Build)
{
    public static WaitedJson Of(WaitedBuild waited) =>
        new(waited.Id.Value, waited.Verdict.ToText(), waited.State.Exists ? BuildDocument.Of(waited.State) : null);
}
