using System.Runtime.CompilerServices;
using System.Globalization;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Auditing;

/// <summary>Where anchors are kept: objects that are written once and never changed. Best a mirror, or a bucket of its own whose objects are
/// locked.</summary>
public sealed class AnchorPlace(IObjectStore objects) : IAsyncDisposable
{
    private const string Prefix = ".pawl/anchors/";
    private const string Extension = ".json";
    private const int MostBytes = 4_096;
    private const int Shortened = 16;

    /// <summary>Where it is, for people.</summary>
    public string Location => objects.Location;

    /// <summary>Keeps an anchor. The first of a version and its hash stays: another one says the same. A build whose id was used before has its own.</summary>
    /// <exception cref="StoreException">It can't be written.</exception>
    public async ValueTask KeepAsync(Anchor anchor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        var name = NameOf(anchor.Build, anchor.Version);
        if (await objects.PutAsync($"{name}{Extension}", Write(anchor), PutCondition.Absent, cancellationToken).ConfigureAwait(false) is null
            && await ReadAsync($"{name}{Extension}", cancellationToken).ConfigureAwait(false) is { } there && there.Head != anchor.Head)
            await objects.PutAsync($"{name}-{anchor.Head.ToString()[..Shortened]}{Extension}", Write(anchor), PutCondition.Absent, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The anchors of a build, the oldest first.</summary>
    /// <exception cref="StoreException">They can't be read.</exception>
    public async IAsyncEnumerable<Anchor> ReadAsync(BuildId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var key in objects.ListAsync($"{Prefix}{id}/", "", cancellationToken).ConfigureAwait(false))
        {
            if (await ReadAsync(key, cancellationToken).ConfigureAwait(false) is { } anchor)
                yield return anchor;
        }
    }

    /// <summary>The last version of an id that has an anchor; <see cref="BuildVersion.None"/> when none has. Reads no anchor, and so
    /// doesn't tell builds from each other that had the same id.</summary>
    /// <exception cref="StoreException">They can't be listed.</exception>
    public async ValueTask<BuildVersion> LastVersionAsync(BuildId id, CancellationToken cancellationToken)
    {
        var last = BuildVersion.None;
        await foreach (var key in objects.ListAsync($"{Prefix}{id}/", "", cancellationToken).ConfigureAwait(false))
        {
            var name = key[(key.LastIndexOf('/') + 1)..];
            if (name.EndsWith(Extension, StringComparison.Ordinal) && long.TryParse(name[..^Extension.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
                last = new BuildVersion(version);
        }

        return last;
    }

    /// <summary>The first anchor of a version; null when it has none.</summary>
    /// <exception cref="StoreException">It can't be read.</exception>
    public ValueTask<Anchor?> FindAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken) => ReadAsync($"{NameOf(id, version)}{Extension}", cancellationToken);

    /// <summary>What the last pass over a store saw; nothing when there was none, or when its mark isn't as this key signed it.</summary>
    /// <exception cref="StoreException">It can't be read.</exception>
    public async ValueTask<AnchorMark> ReadMarkAsync(string store, OperatorKey key, CancellationToken cancellationToken) =>
        await objects.GetAsync(AnchorMark.KeyOf(store), AnchorMark.MostBytes, cancellationToken).ConfigureAwait(false) is { IsWhole: true } stored
            ? AnchorMark.Read(stored, store, key)
            : AnchorMark.Nothing;

    /// <summary>Keeps what a pass saw, unless another one did meanwhile: then that stays, and the next pass looks at some builds again.</summary>
    /// <exception cref="StoreException">It can't be written.</exception>
    public async ValueTask KeepMarkAsync(AnchorMark mark, string store, OperatorKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mark);
        await objects.PutAsync(
            AnchorMark.KeyOf(store), mark.Write(store, key), mark.From is { } read ? PutCondition.Over(read) : PutCondition.Absent, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The builds that have anchors.</summary>
    /// <exception cref="StoreException">They can't be read.</exception>
    public async IAsyncEnumerable<BuildId> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = "";
        await foreach (var key in objects.ListAsync(Prefix, "", cancellationToken).ConfigureAwait(false))
        {
            var name = key[Prefix.Length..].Split('/')[0];
            if (name == last || !BuildId.TryParse(name, out var id))
                continue;
            last = name;
            yield return id;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => objects.DisposeAsync();

    private async ValueTask<Anchor?> ReadAsync(string key, CancellationToken cancellationToken) =>
        await objects.GetAsync(key, MostBytes, cancellationToken).ConfigureAwait(false) is { } stored
            ? ObjectJson.Read(stored.Content, key, objects.Location, Read)
            : null;

    private static string NameOf(BuildId id, BuildVersion version) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{id}/{version.Value:D10}");

    private static ReadOnlyMemory<byte> Write(Anchor anchor) => ObjectJson.Write(writer =>
    {
        writer.WriteString("buildId", anchor.Build.Value);
        writer.WriteNumber("version", anchor.Version.Value);
        writer.WriteHash("head", anchor.Head);
        writer.WriteTime("at", anchor.At);
        writer.WriteString("by", anchor.By);
        writer.WriteString("key", anchor.Key);
        writer.WriteString("signature", anchor.Signature);
    });

    private static Anchor Read(JsonFields o) => new(
        o.BuildId("buildId"), new BuildVersion(o.Number("version")), o.Hash("head"), o.Time("at"), o.Text("by"), o.Text("key"), o.Text("signature"));
}
