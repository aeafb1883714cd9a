using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pawl.Builds;

namespace Pawl.Stores;

internal sealed class BuildIdConverter : JsonConverter<BuildId>
{
    public override BuildId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        BuildId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("not a build id");

    public override void Write(Utf8JsonWriter writer, BuildId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class LabelConverter : JsonConverter<Label>
{
    public override Label Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Label.TryParse(reader.GetString(), out var label) ? label : throw new JsonException("not a label");

    public override void Write(Utf8JsonWriter writer, Label value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class StateCodeConverter : JsonConverter<StateCode>
{
    public override StateCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StateCode.TryFrom(reader.GetInt32(), out var code) ? code : throw new JsonException("not a state code");

    public override void Write(Utf8JsonWriter writer, StateCode value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);

    public override StateCode ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StateCode.TryParse(reader.GetString(), out var code) ? code : throw new JsonException("not a state code");

    public override void WriteAsPropertyName(Utf8JsonWriter writer, StateCode value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value.ToString(CultureInfo.InvariantCulture));
}

internal sealed class BuildVersionConverter : JsonConverter<BuildVersion>
{
    public override BuildVersion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, BuildVersion value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        UtcTime.TryParse(reader.GetString(), out var time) ? time : throw new JsonException("not a time");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(UtcTime.Format(value));
}

/// <summary>A plan is an array of <c>[code, name]</c> pairs: it stands in every snapshot, so it is kept short.</summary>
internal sealed class PlanConverter : JsonConverter<Plan>
{
    // A build's states share one plan, and each of them is written.
    private static readonly ConditionalWeakTable<Plan, byte[]> Written = [];

    public override Plan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var states = ImmutableArray.CreateBuilder<PlannedState>();
        Expect(reader.TokenType, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader.TokenType, JsonTokenType.StartArray);
            reader.Read();
            var code = StateCode.TryFrom(reader.GetInt32(), out var valid) ? valid : throw new JsonException("not a state code");
            reader.Read();
            states.Add(new PlannedState(code, reader.GetString() ?? ""));
            reader.Read();
            Expect(reader.TokenType, JsonTokenType.EndArray);
        }

        try
        {
            return new Plan(states.ToImmutable());
        }
        catch (ArgumentException e)
        {
            throw new JsonException("not a plan", e);
        }
    }

    public override void Write(Utf8JsonWriter writer, Plan value, JsonSerializerOptions options) =>
        writer.WriteRawValue(Written.GetValue(value, ToJson), skipInputValidation: true);

    private static byte[] ToJson(Plan value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            WriteStates(writer, value);
        return buffer.ToArray();
    }

    private static void WriteStates(Utf8JsonWriter writer, Plan value)
    {
        writer.WriteStartArray();
        foreach (var state in value.States)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(state.Code.Value);
            writer.WriteStringValue(state.Name);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void Expect(JsonTokenType found, JsonTokenType wanted)
    {
        if (found != wanted)
            throw new JsonException("not a plan");
    }
}
