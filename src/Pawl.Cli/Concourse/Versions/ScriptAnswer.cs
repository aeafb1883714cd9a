using System.Text.Json;
using Pawl.Builds;
using Pawl.Cli.Output;

namespace Pawl.Cli.Concourse.Versions;

/// <summary>The answers of the scripts: the only thing that they write to standard output.</summary>
internal static class ScriptAnswer
{
    private const int MaxValue = 500;

    /// <summary>The versions that <c>check</c> found.</summary>
    public static void WriteVersions(IReadOnlyList<BuildState> versions, TextWriter to) => Write(to, json =>
    {
        json.WriteStartArray();
        foreach (var version in versions)
            ResourceVersion.Write(version, json);
        json.WriteEndArray();
    });

    /// <summary>The version that <c>in</c> fetched or <c>out</c> made, and what people see of it on the run's page.</summary>
    public static void WriteVersion(BuildState build, TextWriter to) => Write(to, json =>
    {
        json.WriteStartObject();
        json.WritePropertyName("version");
        ResourceVersion.Write(build, json);
        json.WriteStartArray("metadata");
        foreach (var (name, value) in Of(build).Where(field => field.Value.Length > 0))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("value", Visible.Line(value.Length > MaxValue ? value[..MaxValue] : value));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static IEnumerable<(string Name, string Value)> Of(BuildState build) =>
    [
        ("build", build.Id.Value),
        ("state", BuildText.State(build)),
        ("status", build.Status.ToText()),
        ("provider", build.Provider.Value),
        ("image type", build.ImageType.Value),
        ("progress", $"{build.Plan.States.Count(s => build.Completed.Contains(s.Code))} of {build.Plan.States.Length} states completed"),
        ("attempt", build.Attempt is { } attempt ? $"{attempt.Number} of state {attempt.State}" : ""),
        ("held by", build.Lease?.Holder.Name ?? ""),
        ("error", build.LastFailure?.Failure.Error ?? ""),
    ];

    private static void Write(TextWriter to, Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            write(json);
        to.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
    }
}
