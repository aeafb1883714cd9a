using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>The values that events and states share, as JSON.</summary>
internal static class ValueJson
{
    // A build's states share one plan, and each of them is written.
    private static readonly ConditionalWeakTable<Plan, byte[]> WrittenPlans = [];

    public static void WriteTexts(Utf8JsonWriter writer, ImmutableSortedDictionary<string, string> texts)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in texts)
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    public static void WriteKeys(this Utf8JsonWriter writer, string name, IEnumerable<string> keys)
    {
        writer.WriteStartArray(name);
        foreach (var key in keys)
            writer.WriteStringValue(key);
        writer.WriteEndArray();
    }

    public static string ReadKey(JsonElement key) => key.GetString() ?? throw JsonFields.Wrong("keys");

    public static void WriteTime(this Utf8JsonWriter writer, string name, DateTimeOffset time) => writer.WriteString(name, UtcTime.Format(time));

    /// <summary>A plan is an array of <c>[code, name]</c> pairs: it stands in every snapshot, so it is kept short.</summary>
    public static void WritePlan(this Utf8JsonWriter writer, Plan plan)
    {
        writer.WritePropertyName("plan");
        writer.WriteRawValue(WrittenPlans.GetValue(plan, ToJson), skipInputValidation: true);
    }

    public static Plan ReadPlan(JsonFields fields) =>
        new(fields.Array("plan", pair => pair.GetArrayLength() > 1
            ? new PlannedState(JsonFields.StateOf(pair[0]), pair[1].GetString() ?? "")
            : throw JsonFields.Wrong("plan")));

    public static void WritePipeline(this Utf8JsonWriter writer, PipelineReference pipeline)
    {
        writer.WriteStartObject("pipeline");
        writer.WriteString("name", pipeline.Name);
        writer.WriteString("path", pipeline.Path);
        writer.WriteString("hash", pipeline.Hash);
        writer.WriteEndObject();
    }

    public static PipelineReference ReadPipeline(JsonFields fields) =>
        fields.Object("pipeline", p => new PipelineReference(p.Text("name"), p.Text("path"), p.Text("hash")));

    public static void WriteWorker(this Utf8JsonWriter writer, Worker worker)
    {
        writer.WriteStartObject("holder");
        writer.WriteString("name", worker.Name);
        if (worker.Process is { } process)
        {
            writer.WriteStartObject("process");
            writer.WriteString("machine", process.Machine);
            writer.WriteNumber("processId", process.ProcessId);
            writer.WriteNumber("startTicks", process.StartTicks);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    public static Worker ReadWorker(JsonFields fields) => fields.Object("holder", w => new Worker(
        w.Text("name"),
        w.OptionalObject("process", p => new ProcessIdentity(p.Text("machine"), p.Count("processId"), p.Number("startTicks")))));

    /// <summary>Written only where something is known.</summary>
    public static void WriteOrigin(this Utf8JsonWriter writer, Origin origin)
    {
        if (origin == Origin.Unknown)
            return;
        writer.WriteStartObject("origin");
        writer.WriteString("user", origin.User);
        writer.WriteString("host", origin.Host);
        writer.WriteString("job", origin.Job);
        writer.WriteString("why", origin.Why);
        writer.WriteEndObject();
    }

    public static Origin ReadOrigin(JsonFields fields) => fields.OptionalObject(
        "origin", o => new Origin(o.Text("user"), o.Text("host"), o.Text("job"), o.Text("why"))) ?? Origin.Unknown;

    /// <summary>Written only where there is one: what was recorded before the chain stays as it was.</summary>
    public static void WriteHash(this Utf8JsonWriter writer, string name, ChainHash hash)
    {
        if (!hash.IsNone)
            writer.WriteString(name, hash.ToString());
    }

    /// <summary>Written only of a build that is sealed.</summary>
    public static void WriteSeal(this Utf8JsonWriter writer, Seal seal)
    {
        if (!seal.IsNone)
            writer.WriteString("seal", seal.ToString());
    }

    public static void WriteFailure(this Utf8JsonWriter writer, Failure failure)
    {
        writer.WriteStartObject("failure");
        writer.WriteString("error", failure.Error);
        writer.WriteString("category", failure.Category.ToText());
        writer.WriteString("rule", failure.Rule);
        if (failure.RetryAt is { } due)
            writer.WriteTime("retryAt", due);
        writer.WriteEndObject();
    }

    public static Failure ReadFailure(JsonFields fields) => fields.Object(
        "failure", f => new Failure(f.Text("error"), f.Category("category"), f.Text("rule"), f.OptionalTime("retryAt")));

    public static void WriteArtifact(Utf8JsonWriter writer, Artifact artifact)
    {
        writer.WriteStartObject();
        writer.WriteString("name", artifact.Name);
        writer.WriteString("path", artifact.Path);
        writer.WriteNumber("size", artifact.Size);
        writer.WriteString("sha256", artifact.Sha256);
        writer.WriteNumber("state", artifact.State.Value);
        writer.WriteEndObject();
    }

    public static Artifact ReadArtifact(JsonFields a) => new(a.Text("name"), a.Text("path"), a.Number("size"), a.Text("sha256"), a.State("state"));

    public static void WriteErasure(this Utf8JsonWriter writer, string name, Erasure erasure)
    {
        writer.WriteStartObject(name);
        writer.WriteTime("at", erasure.At);
        writer.WriteString("by", erasure.By);
        writer.WriteString("reason", erasure.Reason);
        writer.WriteEndObject();
    }

    public static Erasure ReadErasure(JsonFields e) => new(e.Time("at"), e.Text("by"), e.Text("reason"));

    /// <summary>The versions of pieces, in an array for each part.</summary>
    public static void WritePieces(this Utf8JsonWriter writer, ImmutableArray<SealedPiece> pieces)
    {
        WriteVersions(writer, "content", pieces, SealedPart.Content);
        WriteVersions(writer, "identity", pieces, SealedPart.Identity);
    }

    public static ImmutableArray<SealedPiece> ReadPieces(JsonFields e) =>
        [.. ReadVersions(e, "content", SealedPart.Content), .. ReadVersions(e, "identity", SealedPart.Identity)];

    private static void WriteVersions(Utf8JsonWriter writer, string name, ImmutableArray<SealedPiece> pieces, SealedPart part)
    {
        writer.WriteStartArray(name);
        foreach (var piece in pieces)
        {
            if (piece.Part == part)
                writer.WriteNumberValue(piece.Version.Value);
        }

        writer.WriteEndArray();
    }

    private static ImmutableArray<SealedPiece> ReadVersions(JsonFields e, string name, SealedPart part) => e.Array(
        name, number => number.GetInt64() is > 0 and <= uint.MaxValue and var version ? new SealedPiece(new BuildVersion(version), part) : throw JsonFields.Wrong(name));

    private static byte[] ToJson(Plan plan)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var state in plan.States)
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(state.Code.Value);
                writer.WriteStringValue(state.Name);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        return buffer.ToArray();
    }
}
