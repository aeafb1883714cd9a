using Pawl.Stores.Objects;

namespace Pawl.Bench.Stores.Objects;

/// <summary>Builds as files in a folder.</summary>
internal static class DirectoryContender
{
    public static Task<Contender> StartAsync(IReadOnlyList<ReadOnlyMemory<byte>> contents)
    {
        var workspace = new Workspace();
        var folder = workspace.Make("store");
        return Task.FromResult(new Contender(
            () => new ObjectBuildStore(DirectoryObjects.Open(folder), Surroundings.Context),
            [new DirectoryFloor(workspace.Make("floor"), contents)],
            new Ending(workspace)));
    }

    private sealed class Ending(Workspace workspace) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            workspace.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
