using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary>The ends of leases that were renewed: one object a fencing token, so that a worker that lost its lease can't touch that of the next.</summary>
internal sealed class LeaseObjects(IObjectStore objects)
{
    private const int MostBytes = 1_024;
    private const int Tries = 8;

    /// <summary>A build's state, with the end of its lease as it was renewed last.</summary>
    public async ValueTask<BuildState> ApplyAsync(KnownBuild build, CancellationToken cancellationToken)
    {
        if (build.State.Lease is not { } lease)
            return build.State;
        var key = build.Keys.Lease(lease.Token);
        return await objects.GetAsync(key, MostBytes, cancellationToken).ConfigureAwait(false) is { } stored
            ? build.State with { Lease = lease with { Until = Read(stored, key) } }
            : build.State;
    }

    /// <summary>Moves the end of a lease.</summary>
    /// <exception cref="StoreException">Others wrote it again and again.</exception>
    public async ValueTask WriteAsync(BuildKeys keys, long token, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var key = keys.Lease(token);
        var content = ObjectJson.Write(writer => writer.WriteTime("until", until));
        for (var left = Tries; left > 0; left--)
        {
            var there = await objects.GetAsync(key, MostBytes, cancellationToken).ConfigureAwait(false);
            var condition = there is null ? PutCondition.Absent : PutCondition.Over(there.Tag);
            if (await objects.PutAsync(key, content, condition, cancellationToken).ConfigureAwait(false) is not null)
                return;
            // Perhaps it was this very put, and only its answer was lost.
            if (await objects.GetAsync(key, MostBytes, cancellationToken).ConfigureAwait(false) is { } now && now.Content.Span.SequenceEqual(content.Span))
                return;
        }

        throw new StoreException(StoreFault.Busy, $"{key} in {objects.Location} is written by others all the time; if this worker's name is used on several machines, give each its own (PAWL_WORKER)");
    }

    private DateTimeOffset Read(StoredObject stored, string key) => ObjectJson.Read(stored.Content, key, objects.Location, o => o.Time("until"));
}
