using System.Runtime.CompilerServices;
using System.Text.Json;
using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Stores;

namespace Pawl.Erasing;

/// <summary>Finds where somebody is named in the histories of a store. Reads all of them: what is sealed can't be looked up otherwise.</summary>
/// <param name="store">The store, with sealed builds as they are recorded.</param>
/// <param name="subject">Who.</param>
public sealed class SubjectSearch(IBuildStore store, Subject subject)
{
    // Fields whose texts are Pawl's own: a person may be called what one of them says.
    private static readonly HashSet<string> Machine = ["kind", "id", "at", "previous", "head", "seal", "status", "category", "hash", "sha256", "machine"];

    // Objects whose fields' names are people's texts.
    private static readonly HashSet<string> Tables = ["metadata", "artifacts"];

    /// <summary>The mentions in a build's history, in its order. Of a build that was erased: none.</summary>
    /// <exception cref="StoreException">The build can't be read, or a key is missing.</exception>
    public async IAsyncEnumerable<Mention> FindAsync(BuildState build, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(build);
        if (build.Erasure is not null)
            yield break;
        var id = build.Id;
        var sealer = await SealedBuildStore.FindSealerAsync(store, id, cancellationToken).ConfigureAwait(false);
        var events = new Dictionary<BuildVersion, (DateTimeOffset At, string Kind)>();
        var told = new HashSet<(BuildVersion, string)>();
        var version = BuildVersion.None;
        await foreach (var happened in store.ReadHistoryAsync(id, BuildVersion.None, cancellationToken).ConfigureAwait(false))
        {
            version = version.Next;
            events[version] = (happened.At, BuildJson.KindOf(happened));
            foreach (var value in ValuesOf(happened, version, sealer).Where(value => subject.IsIn(value.Text)))
            {
                // A restoration carries values of earlier events.
                var (at, kind) = events[value.Version];
                if (told.Add((value.Version, value.Field)))
                    yield return new Mention(id, value.Version, at, kind, value.Field, value.Text, value.Piece);
            }
        }
    }

    private static IEnumerable<FoundValue> ValuesOf(BuildEvent happened, BuildVersion version, BuildSealer? sealer)
    {
        var values = new List<FoundValue>();
        var rest = SealedValues.Map(happened, (text, field) =>
        {
            if (text.Length == 0)
                return "";
            values.Add(sealer is not null && SealedText.TryParse(text, out var value)
                ? new FoundValue(value.Version, field.Name, sealer.Unseal(text, field), new SealedPiece(value.Version, field.Part))
                : new FoundValue(version, field.Name, text, null));
            return "";
        });
        return values.Concat(ClearTextsOf(rest, version));
    }

    // What is readable without a key: keys of metadata, names of artifacts and states, and whatever else a kind of event may get.
    private static IEnumerable<FoundValue> ClearTextsOf(BuildEvent rest, BuildVersion version)
    {
        using var document = JsonDocument.Parse(BuildJson.Write(rest));
        return [.. TextsOf(document.RootElement, "").Select(text => new FoundValue(version, text.Name, text.Value, null))];
    }

    private static IEnumerable<(string Name, string Value)> TextsOf(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.String when !Machine.Contains(name) => [(name, element.GetString()!)],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => TextsOf(item, name)),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(field => Tables.Contains(name)
            ? TextsOf(field.Value, field.Value.ValueKind == JsonValueKind.String ? name : "").Prepend((name, field.Name))
            : TextsOf(field.Value, field.Name)),
        _ => [],
    };

    private readonly record struct FoundValue(BuildVersion Version, string Field, string Text, SealedPiece? Piece);
}
