using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary>A build as it is now.</summary>
/// <param name="Build">Null when there is none.</param>
/// <param name="StateIsBehind">True when its <c>state.json</c> was seen and doesn't show it as it is.</param>
/// <param name="Fence">Where an erased build that had this id left its fence, seen while the last append was looked for; null when none was.</param>
/// <param name="IsErased">True when the fence is one of this very build.</param>
internal readonly record struct FoundBuild(KnownBuild? Build, bool StateIsBehind = false, BuildVersion? Fence = null, bool IsErased = false);

/// <summary>Finds the last append of a build, in a few requests however long its history is.</summary>
internal sealed class BuildFinder(IObjectStore objects, KnownBuilds known)
{
    /// <summary>Where a build is; null when it isn't written down.</summary>
    public async ValueTask<IndexObject?> FindIndexAsync(BuildId id, CancellationToken cancellationToken) =>
        await objects.GetAsync(BuildKeys.Index(id), IndexObject.MostBytes, cancellationToken).ConfigureAwait(false) is { } stored
            ? IndexObject.Read(stored, id, objects.Location)
            : null;

    /// <summary>The build as it is now.</summary>
    public async ValueTask<FoundBuild> FindAsync(BuildId id, CancellationToken cancellationToken)
    {
        if (known.Find(id) is { } seen)
        {
            var index = FindIndexAsync(id, cancellationToken).AsTask();
            var next = GetAsync(seen.Keys, seen.State.Version.Next, cancellationToken);
            await Task.WhenAll(index, next).ConfigureAwait(false);
            if (await index.ConfigureAwait(false) != seen.Index)
                known.Forget(id);
            else
                return await GoOnAsync(seen, await next.ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        return await FindIndexAsync(id, cancellationToken).ConfigureAwait(false) is { } found
            ? await FindAsync(found, cancellationToken).ConfigureAwait(false)
            : default;
    }

    /// <summary>The build as it is now, when nothing but its place is known.</summary>
    public async ValueTask<FoundBuild> FindAsync(IndexObject index, CancellationToken cancellationToken)
    {
        var state = await objects.GetAsync(index.Keys.State, StateHead.MostBytes, cancellationToken).ConfigureAwait(false);
        if (state is null || StateHead.Read(state.Content.Span) is not { } head || head.Summary.Id != index.Keys.Id)
            return await FindLastAsync(index, BuildVersion.None, cancellationToken).ConfigureAwait(false);

        var last = GetAsync(index.Keys, head.LastAppend, cancellationToken);
        var next = GetAsync(index.Keys, head.Version.Next, cancellationToken);
        await Task.WhenAll(last, next).ConfigureAwait(false);
        return await last.ConfigureAwait(false) is { IsFence: false } append && append.After.Version == head.Version
            ? await GoOnAsync(new KnownBuild(index, head.LastAppend, append.After), await next.ConfigureAwait(false), cancellationToken).ConfigureAwait(false)
            : await FindLastAsync(index, BuildVersion.None, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<FoundBuild> GoOnAsync(KnownBuild seen, HistoryObject? next, CancellationToken cancellationToken) => next switch
    {
        null => new FoundBuild(known.Keep(seen)),
        { IsFence: true } fence => fence.Fences(seen.Index) ? default : new FoundBuild(known.Keep(seen)),
        _ => await FindLastAsync(seen.Index, seen.State.Version, cancellationToken).ConfigureAwait(false),
    };

    private async ValueTask<FoundBuild> FindLastAsync(IndexObject index, BuildVersion after, CancellationToken cancellationToken)
    {
        var appends = new Stack<BuildVersion>();
        await foreach (var key in objects.ListAsync(index.Keys.HistoryPrefix, index.Keys.History(after), cancellationToken).ConfigureAwait(false))
        {
            if (index.Keys.TryReadHistory(key, out var first))
                appends.Push(first);
        }

        // Behind the last append there may be fences of erased builds that had this id.
        BuildVersion? fence = null;
        while (appends.TryPop(out var last))
        {
            var append = await GetAsync(index.Keys, last, cancellationToken).ConfigureAwait(false);
            if (append is null || append.Fences(index))
                return new FoundBuild(null, IsErased: append is not null);
            if (!append.IsFence)
                return new FoundBuild(known.Keep(new KnownBuild(index, last, append.After)), StateIsBehind: true);
            fence = last;
        }

        return new FoundBuild(null, Fence: fence);
    }

    private async Task<HistoryObject?> GetAsync(BuildKeys keys, BuildVersion first, CancellationToken cancellationToken)
    {
        var key = keys.History(first);
        return await objects.GetAsync(key, int.MaxValue, cancellationToken).ConfigureAwait(false) is { } stored
            ? HistoryObject.Read(stored.Content, keys.Id, key, objects.Location)
            : null;
    }
}
