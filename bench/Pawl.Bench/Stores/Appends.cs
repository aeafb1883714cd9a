using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Bench.Stores;

/// <summary>Appends that must succeed: nobody else works on the builds of a benchmark.</summary>
internal static class Appends
{
    /// <summary>Appends a change.</summary>
    /// <returns>The state after it.</returns>
    public static async ValueTask<BuildState> MakeAsync(this IBuildStore store, Change change) =>
        await store.AppendAsync(change, CancellationToken.None) == AppendResult.Appended
            ? change.After
            : throw new InvalidOperationException($"{change.Before.Id} was changed by someone else");
}
