using Pawl.Stores.Objects;

namespace Pawl.Bench.Stores.Objects;

/// <summary>What the steps of a sample build write in any object store: the bytes of each one's history object.</summary>
internal static class StepContents
{
    /// <summary>Writes a build to a folder, and keeps what was put under <c>history/</c> by its steps.</summary>
    public static async Task<IReadOnlyList<ReadOnlyMemory<byte>>> RecordAsync()
    {
        using var workspace = new Workspace();
        var count = new RequestCount();
        var changes = SampleChanges.Of("build-0000");
        var store = new ObjectBuildStore(new CountedObjects(DirectoryObjects.Open(workspace.Folder), count), Surroundings.Context);
        await using (store)
        {
            foreach (var change in (Pawl.Builds.Change[])[.. changes.Beginning, .. changes.Steps])
                await store.MakeAsync(change);
        }

        return [.. count.Puts
            .Where(put => put.Key.Contains("/history/", StringComparison.Ordinal))
            .OrderBy(put => put.Key, StringComparer.Ordinal)
            .Skip(changes.Beginning.Count)
            .Select(put => put.Content)];
    }
}
