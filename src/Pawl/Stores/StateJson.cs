using System.Collections.Immutable;
using System.Text.Json;
using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>A build's state as a JSON object, without the metadata.</summary>
internal static class StateJson
{
    public static void Write(Utf8JsonWriter writer, BuildState state)
    {
        writer.WriteStartObject();
        writer.WriteString("id", state.Id.Value);
        writer.WriteNumber("version", state.Version.Value);
        writer.WriteHash("head", state.Head);
        writer.WriteString("provider", state.Provider.Value);
        writer.WriteString("imageType", state.ImageType.Value);
        writer.WritePlan(state.Plan);
        writer.WritePipeline(state.Pipeline);
        writer.WriteSeal(state.Seal);
        writer.WriteNumber("current", state.Current.Value);
        writer.WriteString("status", state.Status.ToText());
        writer.WriteTime("startTime", state.StartTime);
        writer.WriteTime("lastUpdate", state.LastUpdate);
        WriteAttempts(writer, state);
        WriteFailures(writer, state);
        WriteCompleted(writer, state.Completed);
        WriteArtifacts(writer, state.Artifacts);
        WriteLease(writer, state);
        writer.WriteString("resumeToken", state.ResumeToken);
        if (!state.SensitiveKeys.IsEmpty)
            writer.WriteKeys("sensitiveKeys", state.SensitiveKeys);
        WriteHold(writer, state.Hold);
        WriteErasures(writer, state);
        writer.WriteEndObject();
    }

    public static BuildState Read(JsonFields s) => new()
    {
        Id = s.BuildId("id"),
        Version = new BuildVersion(s.Number("version")),
        Head = s.Hash("head"),
        Provider = s.Label("provider"),
        ImageType = s.Label("imageType"),
        Plan = ValueJson.ReadPlan(s),
        Pipeline = ValueJson.ReadPipeline(s),
        Seal = s.Seal("seal"),
        Current = s.State("current"),
        Status = s.Status("status"),
        StartTime = s.Time("startTime"),
        LastUpdate = s.Time("lastUpdate"),
        Attempt = s.OptionalObject("attempt", a => new OpenAttempt(a.State("state"), a.Count("number"), a.Time("startedAt"))),
        Attempts = s.Fields("attempts").ToImmutableSortedDictionary(pair => CodeOf(pair.Key), pair => pair.Value.GetInt32()),
        RetryCount = s.Count("retryCount"),
        LastFailure = s.OptionalObject("lastFailure", f => new LastFailure(f.Time("at"), ValueJson.ReadFailure(f))),
        Completed = [.. s.Array("completed", JsonFields.StateOf)],
        Artifacts = s.Fields("artifacts").ToImmutableSortedDictionary(
            pair => pair.Key, pair => ValueJson.ReadArtifact(new JsonFields(pair.Value)), StringComparer.Ordinal),
        Lease = s.OptionalObject("lease", l => new Lease(ValueJson.ReadWorker(l), l.Number("token"), l.Time("since"), l.Time("until"))),
        LastToken = s.Number("lastToken"),
        ResumeToken = s.Text("resumeToken"),
        SensitiveKeys = s.OptionalArray("sensitiveKeys", ValueJson.ReadKey).ToImmutableSortedSet(StringComparer.Ordinal),
        Hold = s.OptionalObject("hold", h => new LegalHold(h.Time("since"), h.Text("by"), h.Text("reason"))),
        Erasure = s.OptionalObject("erasure", ValueJson.ReadErasure),
        ErasedUpTo = new BuildVersion(s.OptionalNumber("erasedUpTo")),
    };

    private static void WriteAttempts(Utf8JsonWriter writer, BuildState state)
    {
        if (state.Attempt is { } open)
        {
            writer.WriteStartObject("attempt");
            writer.WriteNumber("state", open.State.Value);
            writer.WriteNumber("number", open.Number);
            writer.WriteTime("startedAt", open.StartedAt);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("attempts");
        foreach (var (code, count) in state.Attempts)
            writer.WriteNumber(code.ToString(), count);
        writer.WriteEndObject();
    }

    private static void WriteFailures(Utf8JsonWriter writer, BuildState state)
    {
        writer.WriteNumber("retryCount", state.RetryCount);
        if (state.LastFailure is not { } last)
            return;
        writer.WriteStartObject("lastFailure");
        writer.WriteTime("at", last.At);
        writer.WriteFailure(last.Failure);
        writer.WriteEndObject();
    }

    private static void WriteCompleted(Utf8JsonWriter writer, ImmutableSortedSet<StateCode> completed)
    {
        writer.WriteStartArray("completed");
        foreach (var code in completed)
            writer.WriteNumberValue(code.Value);
        writer.WriteEndArray();
    }

    private static void WriteArtifacts(Utf8JsonWriter writer, ImmutableSortedDictionary<string, Artifact> artifacts)
    {
        writer.WriteStartObject("artifacts");
        foreach (var (name, artifact) in artifacts)
        {
            writer.WritePropertyName(name);
            ValueJson.WriteArtifact(writer, artifact);
        }

        writer.WriteEndObject();
    }

    private static void WriteLease(Utf8JsonWriter writer, BuildState state)
    {
        if (state.Lease is { } lease)
        {
            writer.WriteStartObject("lease");
            writer.WriteWorker(lease.Holder);
            writer.WriteNumber("token", lease.Token);
            writer.WriteTime("since", lease.Since);
            writer.WriteTime("until", lease.Until);
            writer.WriteEndObject();
        }

        writer.WriteNumber("lastToken", state.LastToken);
    }

    private static void WriteHold(Utf8JsonWriter writer, LegalHold? hold)
    {
        if (hold is null)
            return;
        writer.WriteStartObject("hold");
        writer.WriteTime("since", hold.Since);
        writer.WriteString("by", hold.By);
        writer.WriteString("reason", hold.Reason);
        writer.WriteEndObject();
    }

    private static void WriteErasures(Utf8JsonWriter writer, BuildState state)
    {
        if (state.Erasure is { } erasure)
            writer.WriteErasure("erasure", erasure);
        if (state.ErasedUpTo > BuildVersion.None)
            writer.WriteNumber("erasedUpTo", state.ErasedUpTo.Value);
    }

    private static StateCode CodeOf(string text) => StateCode.TryParse(text, out var code) ? code : throw JsonFields.Wrong("attempts");
}
