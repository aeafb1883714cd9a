using System.Globalization;
using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Auditing;

/// <summary>Where tombstones are kept: beside the builds of a store, and of its mirror where it has one, among the objects that no worker may destroy. Safe
/// for concurrent use. Owns the objects.</summary>
/// <param name="places">The objects; each tombstone is kept in all of them.</param>
public sealed class TombstonePlace(params IReadOnlyList<IObjectStore> places) : IAsyncDisposable
{
    private const string Prefix = ".pawl/tombstones/";
    private const string Extension = ".json";
    private const int MostBytes = 1 << 16;
    private const int Shortened = 16;

    /// <summary>Keeps a tombstone, for good once this returns: to be called before the build is erased. One that says the same of the same version and
    /// hash, by the same key, stays as it is.</summary>
    /// <returns>True when it wasn't there.</returns>
    /// <exception cref="StoreException">It can't be written: nothing may be erased.</exception>
    public async ValueTask<bool> KeepAsync(Tombstone tombstone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tombstone);
        var kept = false;
        foreach (var objects in places)
            kept |= await KeepAsync(objects, tombstone, cancellationToken).ConfigureAwait(false);
        return kept;
    }

    /// <summary>Takes a tombstone back: its build wasn't erased after all.</summary>
    /// <exception cref="StoreException">It can't be deleted.</exception>
    public async ValueTask WithdrawAsync(Tombstone tombstone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tombstone);
        foreach (var objects in places)
        {
            foreach (var key in KeysOf(tombstone))
            {
                if (await SaysTheSameAsync(objects, key, tombstone, cancellationToken).ConfigureAwait(false))
                    await objects.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The tombstones of one build, or of all: by build and version.</summary>
    /// <exception cref="StoreException">They can't be read.</exception>
    public async IAsyncEnumerable<Tombstone> ReadAsync(BuildId? only, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = only is { } id ? $"{Prefix}{id}/" : Prefix;
        var seen = new HashSet<Tombstone>();
        foreach (var objects in places)
        {
            await foreach (var key in objects.ListAsync(prefix, "", cancellationToken).ConfigureAwait(false))
            {
                if (BuildOf(key) is { } build && await ReadAsync(objects, key, cancellationToken).ConfigureAwait(false) is { } there && there.Build == build && seen.Add(there))
                    yield return there;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var objects in places)
            await objects.DisposeAsync().ConfigureAwait(false);
    }

    private static async ValueTask<bool> KeepAsync(IObjectStore objects, Tombstone tombstone, CancellationToken cancellationToken)
    {
        foreach (var key in KeysOf(tombstone))
        {
            if (await objects.PutAsync(key, Write(tombstone), PutCondition.Absent, cancellationToken).ConfigureAwait(false) is not null)
                return true;
            if (await SaysTheSameAsync(objects, key, tombstone, cancellationToken).ConfigureAwait(false))
                return false;
        }

        throw new StoreException(StoreFault.Corrupt, $"a tombstone of build {tombstone.Build} can't be kept: other ones are in its place in {objects.Location}, under {KeysOf(tombstone)[^1]}; look at them, and move them away");
    }

    // The second name is for a build whose id was used before, and got as far; and where somebody put another one in the first place.
    private static string[] KeysOf(Tombstone tombstone)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{tombstone.Build}/{tombstone.Version.Value:D10}");
        var head = tombstone.Head.ToString();
        return [$"{name}{Extension}", $"{name}-{head[..Math.Min(head.Length, Shortened)]}-{(tombstone.IsSigned ? tombstone.Key : "unsigned")}{Extension}"];
    }

    private static async ValueTask<bool> SaysTheSameAsync(IObjectStore objects, string key, Tombstone tombstone, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(objects, key, cancellationToken).ConfigureAwait(false) is { } there
                && (there.Build, there.Version, there.Head, there.Key) == (tombstone.Build, tombstone.Version, tombstone.Head, tombstone.Key);
        }
        catch (StoreException e) when (e.Fault == StoreFault.Corrupt)
        {
            return false;
        }
    }

    private static BuildId? BuildOf(string key) =>
        key.EndsWith(Extension, StringComparison.Ordinal) && key[Prefix.Length..].Split('/') is [var name, _] && BuildId.TryParse(name, out var id) ? id : null;

    private static async ValueTask<Tombstone?> ReadAsync(IObjectStore objects, string key, CancellationToken cancellationToken) =>
        await objects.GetAsync(key, MostBytes, cancellationToken).ConfigureAwait(false) is { } stored
            ? ObjectJson.Read(stored.Content, key, objects.Location, Read)
            : null;

    private static ReadOnlyMemory<byte> Write(Tombstone tombstone) => ObjectJson.Write(writer =>
    {
        writer.WriteString("buildId", tombstone.Build.Value);
        writer.WriteNumber("version", tombstone.Version.Value);
        writer.WriteHash("head", tombstone.Head);
        writer.WriteTime("at", tombstone.At);
        writer.WriteString("by", tombstone.By);
        writer.WriteString("why", tombstone.Why);
        writer.WriteString("key", tombstone.Key);
        writer.WriteString("signature", tombstone.Signature);
    });

    private static Tombstone Read(JsonFields o) => new(
        o.BuildId("buildId"), new BuildVersion(o.Number("version")), o.Hash("head"), o.Time("at"), o.Text("by"), o.Text("why"), o.Text("key"), o.Text("signature"));
}
