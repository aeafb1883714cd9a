using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Pawl.Builds;
using Pawl.Cli.Concourse.Requests;

namespace Pawl.Cli.Concourse.Versions;

/// <summary>A version of the resource, as Concourse keeps it: a build at one version of its history. The rest is for people, and tells apart a
/// build that was erased and a later one of the same id.</summary>
internal static class ResourceVersion
{
    private const string Build = "build", Version = "version", State = "state", Status = "status", At = "at";

    /// <summary>As <c>version</c> in an answer.</summary>
    public static ImmutableSortedDictionary<string, string> Of(BuildState build) => new Dictionary<string, string>
    {
        [Build] = build.Id.Value,
        [Version] = build.Version.ToString(),
        [State] = build.Current.ToString(),
        [Status] = build.Status.ToText(),
        [At] = UtcTime.Format(build.LastUpdate),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Writes it.</summary>
    public static void Write(BuildState build, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (key, value) in Of(build))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    /// <summary>Reads one that Concourse gives back, or that a user gave to <c>fly check-resource --from</c>; null when it doesn't say which
    /// build and version it is.</summary>
    public static WantedVersion? Read(RequestMap request, BuildId? usual)
    {
        var fields = request.Texts("version");
        var build = fields.TryGetValue(Build, out var text) ? BuildId.TryParse(text, out var id) ? id : (BuildId?)null : usual;
        return build is { } found
            && fields.TryGetValue(Version, out var number)
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && version > 0
                ? new WantedVersion(found, new BuildVersion(version), fields)
                : null;
    }
}

/// <summary>A version that is asked for.</summary>
/// <param name="Build">Which build.</param>
/// <param name="Version">Which version of it.</param>
/// <param name="Fields">Everything that it says: all of it must hold.</param>
internal sealed record WantedVersion(BuildId Build, BuildVersion Version, ImmutableSortedDictionary<string, string> Fields)
{
    /// <summary>True when this state is what is asked for.</summary>
    public bool Is(BuildState state)
    {
        if (state.Id != Build || state.Version != Version)
            return false;
        var real = ResourceVersion.Of(state);
        return Fields.All(field => real.TryGetValue(field.Key, out var value) && value == field.Value);
    }

    /// <inheritdoc/>
    public override string ToString() => $"version {Version} of build {Build}";
}
