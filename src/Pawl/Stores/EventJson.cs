using System.Text.Json;
using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>Events as JSON objects: <c>kind</c>, what the kind has, and who did it when.</summary>
internal static class EventJson
{
    public static IReadOnlyList<string> Kinds { get; } =
    [
        "created", "plan_changed", "claimed", "released", "started", "completed", "failed", "interrupted", "manual_retry", "rolled_back",
        "metadata_set", "sensitive_read", "artifact_recorded", "resume_token_set", "hold_placed", "hold_lifted", "erased", "values_erased", "restored", "foreign_change_adopted",
    ];

    public static void Write(Utf8JsonWriter writer, BuildEvent happened)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", KindOf(happened));
        WriteContent(writer, happened);
        writer.WriteString("id", happened.Id);
        writer.WriteTime("at", happened.At);
        writer.WriteString("by", happened.By);
        writer.WriteOrigin(happened.Origin);
        writer.WriteHash("previous", happened.Previous);
        writer.WriteEndObject();
    }

    public static BuildEvent Read(JsonFields e)
    {
        var (id, at, by) = (e.Id("id"), e.Time("at"), e.Text("by"));
        BuildEvent read = e.Text("kind") switch
        {
            "created" => new BuildEvent.Created(e.BuildId("buildId"), e.Label("provider"), e.Label("imageType"), ValueJson.ReadPlan(e), ValueJson.ReadPipeline(e)) { Id = id, At = at, By = by, Seal = e.Seal("seal") },
            "plan_changed" => new BuildEvent.PlanChanged(ValueJson.ReadPlan(e), ValueJson.ReadPipeline(e)) { Id = id, At = at, By = by },
            "claimed" => new BuildEvent.Claimed(ValueJson.ReadWorker(e), e.Number("token"), e.Time("until")) { Id = id, At = at, By = by },
            "released" => new BuildEvent.Released(e.Number("token")) { Id = id, At = at, By = by },
            "started" => new BuildEvent.Started(e.State("state"), e.Count("attempt")) { Id = id, At = at, By = by },
            "completed" => new BuildEvent.Completed(e.State("state"), e.State("next")) { Id = id, At = at, By = by },
            "failed" => new BuildEvent.Failed(e.State("state"), ValueJson.ReadFailure(e)) { Id = id, At = at, By = by },
            "interrupted" => new BuildEvent.Interrupted(e.State("state"), e.Text("reason")) { Id = id, At = at, By = by },
            "manual_retry" => new BuildEvent.ManuallyRetried(e.State("state"), e.Text("reason")) { Id = id, At = at, By = by },
            "rolled_back" => new BuildEvent.RolledBack(e.State("from"), e.State("to"), e.Text("reason")) { Id = id, At = at, By = by },
            "metadata_set" => new BuildEvent.MetadataSet(e.Text("key"), e.Text("value")) { Secrecy = e.Flag("sensitive") ? Secrecy.Sensitive : Secrecy.Open, Id = id, At = at, By = by },
            "sensitive_read" => new BuildEvent.SensitiveRead(e.Array("keys", ValueJson.ReadKey)) { Id = id, At = at, By = by },
            "artifact_recorded" => new BuildEvent.ArtifactRecorded(e.Object("artifact", ValueJson.ReadArtifact)) { Id = id, At = at, By = by },
            "resume_token_set" => new BuildEvent.ResumeTokenSet(e.Text("token")) { Id = id, At = at, By = by },
            "hold_placed" => new BuildEvent.HoldPlaced(e.Text("reason")) { Id = id, At = at, By = by },
            "hold_lifted" => new BuildEvent.HoldLifted(e.Text("reason")) { Id = id, At = at, By = by },
            "erased" => new BuildEvent.Erased(e.Text("reason")) { Id = id, At = at, By = by },
            "values_erased" => new BuildEvent.ValuesErased(ValueJson.ReadPieces(e), e.Text("reason")) { Id = id, At = at, By = by },
            "restored" => new BuildEvent.Restored(
                e.Object("state", StateJson.Read) with { Metadata = e.Object("metadata", m => m.Texts()) }, e.Time("moment"), e.Text("reason")) { Id = id, At = at, By = by },
            "foreign_change_adopted" => new BuildEvent.ForeignChangeAdopted(
                e.State("current"), e.Status("status"), e.Array("rows", ReadRow), e.Object("metadata", m => m.Texts())) { Id = id, At = at, By = by },
            var kind => throw new JsonException($"no such event: {kind}"),
        };
        return read with { Origin = ValueJson.ReadOrigin(e), Previous = e.Hash("previous") };
    }

    public static string KindOf(BuildEvent happened) => happened switch
    {
        BuildEvent.Created => "created",
        BuildEvent.PlanChanged => "plan_changed",
        BuildEvent.Claimed => "claimed",
        BuildEvent.Released => "released",
        BuildEvent.Started => "started",
        BuildEvent.Completed => "completed",
        BuildEvent.Failed => "failed",
        BuildEvent.Interrupted => "interrupted",
        BuildEvent.ManuallyRetried => "manual_retry",
        BuildEvent.RolledBack => "rolled_back",
        BuildEvent.MetadataSet => "metadata_set",
        BuildEvent.SensitiveRead => "sensitive_read",
        BuildEvent.ArtifactRecorded => "artifact_recorded",
        BuildEvent.ResumeTokenSet => "resume_token_set",
        BuildEvent.HoldPlaced => "hold_placed",
        BuildEvent.HoldLifted => "hold_lifted",
        BuildEvent.Erased => "erased",
        BuildEvent.ValuesErased => "values_erased",
        BuildEvent.ForeignChangeAdopted => "foreign_change_adopted",
        BuildEvent.Restored => "restored",
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "no such event"),
    };

    private static void WriteContent(Utf8JsonWriter writer, BuildEvent happened)
    {
        switch (happened)
        {
            case BuildEvent.Created e:
                writer.WriteString("buildId", e.BuildId.Value);
                writer.WriteString("provider", e.Provider.Value);
                writer.WriteString("imageType", e.ImageType.Value);
                writer.WritePlan(e.Plan);
                writer.WritePipeline(e.Pipeline);
                writer.WriteSeal(e.Seal);
                break;
            case BuildEvent.PlanChanged e:
                writer.WritePlan(e.Plan);
                writer.WritePipeline(e.Pipeline);
                break;
            case BuildEvent.Claimed e:
                writer.WriteWorker(e.Holder);
                writer.WriteNumber("token", e.Token);
                writer.WriteTime("until", e.Until);
                break;
            case BuildEvent.Released e:
                writer.WriteNumber("token", e.Token);
                break;
            case BuildEvent.Started e:
                WriteState(writer, e.State);
                writer.WriteNumber("attempt", e.Attempt);
                break;
            case BuildEvent.Completed e:
                WriteState(writer, e.State);
                writer.WriteNumber("next", e.Next.Value);
                break;
            case BuildEvent.Failed e:
                WriteState(writer, e.State);
                writer.WriteFailure(e.Failure);
                break;
            case BuildEvent.Interrupted e:
                WriteState(writer, e.State);
                writer.WriteString("reason", e.Reason);
                break;
            case BuildEvent.ManuallyRetried e:
                WriteState(writer, e.State);
                writer.WriteString("reason", e.Reason);
                break;
            case BuildEvent.RolledBack e:
                writer.WriteNumber("from", e.From.Value);
                writer.WriteNumber("to", e.To.Value);
                writer.WriteString("reason", e.Reason);
                break;
            case BuildEvent.MetadataSet e:
                writer.WriteString("key", e.Key);
                writer.WriteString("value", e.Value);
                if (e.Secrecy == Secrecy.Sensitive)
                    writer.WriteBoolean("sensitive", true);
                break;
            case BuildEvent.SensitiveRead e:
                writer.WriteKeys("keys", e.Keys);
                break;
            case BuildEvent.ArtifactRecorded e:
                writer.WritePropertyName("artifact");
                ValueJson.WriteArtifact(writer, e.Artifact);
                break;
            case BuildEvent.ResumeTokenSet e:
                writer.WriteString("token", e.Token);
                break;
            case BuildEvent.HoldPlaced e:
                writer.WriteString("reason", e.Reason);
                break;
            case BuildEvent.HoldLifted e:
                writer.WriteString("reason", e.Reason);
                break;
            case BuildEvent.Erased e:
                writer.WriteString("reason", e.Reason);
                break;
            case BuildEvent.ValuesErased e:
                writer.WritePieces(e.Pieces);
                writer.WriteString("reason", e.Reason);
                break;
            case BuildEvent.ForeignChangeAdopted e:
                WriteForeign(writer, e);
                break;
            case BuildEvent.Restored e:
                writer.WritePropertyName("state");
                StateJson.Write(writer, e.State);
                writer.WritePropertyName("metadata");
                ValueJson.WriteTexts(writer, e.State.Metadata);
                writer.WriteTime("moment", e.Moment);
                writer.WriteString("reason", e.Reason);
                break;
        }
    }

    private static void WriteState(Utf8JsonWriter writer, StateCode state) => writer.WriteNumber("state", state.Value);

    private static void WriteForeign(Utf8JsonWriter writer, BuildEvent.ForeignChangeAdopted e)
    {
        writer.WriteNumber("current", e.Current.Value);
        writer.WriteString("status", e.Status.ToText());
        writer.WriteStartArray("rows");
        foreach (var row in e.Rows)
        {
            writer.WriteStartObject();
            writer.WriteNumber("state", row.State);
            writer.WriteString("timestamp", row.Timestamp);
            writer.WriteString("status", row.Status);
            writer.WriteString("errorMessage", row.ErrorMessage);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WritePropertyName("metadata");
        ValueJson.WriteTexts(writer, e.Metadata);
    }

    private static ForeignRow ReadRow(JsonElement element)
    {
        var row = new JsonFields(element);
        return new ForeignRow(row.Number("state"), row.Text("timestamp"), row.Text("status"), row.Text("errorMessage"));
    }
}
