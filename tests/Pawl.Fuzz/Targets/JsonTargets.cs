using System.Text.Json;
using Pawl.Builds;
using Pawl.Caching;
using Pawl.Stores;

namespace Pawl.Fuzz.Targets;

/// <summary>The JSON that stores and caches keep.</summary>
internal static class JsonTargets
{
    /// <summary>What that JSON is made of.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        .. BuildJson.Kinds.Select(kind => $"\"{kind}\""),
        .. """
            "kind": "buildId": "id": "at": "by": "provider": "imageType": "plan": "pipeline": "name": "path": "hash": "holder": "process": "machine":
            "processId": "startTicks": "token": "until": "state": "attempt": "next": "failure": "error": "category": "rule": "retryAt": "reason": "from":
            "to": "key": "value": "artifact": "size": "sha256": "current": "status": "rows": "timestamp": "errorMessage": "metadata": "moment": "origin":
            "user": "host": "job": "why": "previous": "version": "head": "startTime": "lastUpdate": "number": "startedAt": "attempts": "retryCount":
            "lastFailure": "completed": "artifacts": "lease": "since": "lastToken": "resumeToken": "hold": "events": "erased": "erasedAt": "builds":
            "running" "failed" "completed" "transient" "persistent" null true [] {} [[0,"a"]] -1 1e9 0.5 9223372036854775807 2147483648 "\ud800" "\u0000"
            "2026-01-02T03:04:05.678Z" "0001-01-01T00:00:00.000Z" "9999-12-31T23:59:59.999Z" "9999-12-31T23:59:59.999-14:00"
            """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
    ];

    public static Target Event { get; } = Of("event", BuildJson.Write, BuildJson.ReadEvent);

    public static Target Snapshot { get; } = Of("snapshot", BuildJson.WriteSnapshot, text => BuildJson.ReadSnapshot(text, BuildState.EmptyMetadata));

    public static Target Metadata { get; } = Of("metadata", BuildJson.WriteMetadata, BuildJson.ReadMetadata);

    public static Target Summaries { get; } = Of("summaries", BuildJson.WriteSummaries, BuildJson.ReadSummaries);

    public static Target Answer { get; } = new("cached-answer", Words, input => Promise.OrRefused<JsonException>(() => Promise.RoundTrip(
        AnswerBytes.Read(AnswerBytes.WithHead(1, 2, input)),
        answer => Convert.ToHexString(AnswerBytes.Write(answer)),
        text => AnswerBytes.Read(Convert.FromHexString(text)))));

    private static Target Of<T>(string name, Func<T, string> write, Func<string, T> read) => new(name, Words, input =>
        Promise.OrRefused<JsonException>(() => Promise.RoundTrip(read(Promise.Text(input)), write, read)));
}
