using System.Diagnostics;
using Pawl.Builds;
using Pawl.Sqlite;
using Pawl.Stores;

namespace Pawl.Bench.Steps;

/// <summary>Builds in one of Pawl's stores, through its library.</summary>
internal sealed class PawlBuilds(IBuildStore store) : IBuildMaker
{
    public PawlBuilds(string folder)
        : this(SqliteBuildStore.Open(folder, new SqliteOptions { Durability = SqliteDurability.Full }))
    {
    }

    public async ValueTask MakeAsync(string id, Samples steps)
    {
        var state = (await store.LoadAsync(BuildId.Parse(id), CancellationToken.None).ConfigureAwait(false)).State;
        foreach (var change in SampleBuild.Beginning)
            state = await AppendAsync(change(state)).ConfigureAwait(false);
        while (state.Status != BuildStatus.Completed)
        {
            var began = Stopwatch.GetTimestamp();
            state = await AppendAsync(SampleBuild.Step(state)).ConfigureAwait(false);
            steps.Add(Stopwatch.GetTimestamp() - began);
        }
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async ValueTask<BuildState> AppendAsync(Change change) =>
        await store.AppendAsync(change, CancellationToken.None).ConfigureAwait(false) == AppendResult.Appended
            ? change.After
            : throw new InvalidOperationException($"{change.Before.Id} was changed by someone else");
}
