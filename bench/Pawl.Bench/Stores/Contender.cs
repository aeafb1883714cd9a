using Pawl.Stores;

namespace Pawl.Bench.Stores;

/// <summary>A store on its server, and that server's floors.</summary>
/// <param name="Open">Opens the store as one more process would.</param>
/// <param name="Floors">What it is compared with; the first one is what the goal is about.</param>
/// <param name="Server">What ends with it.</param>
internal sealed record Contender(Func<IBuildStore> Open, IReadOnlyList<IFloor> Floors, IAsyncDisposable Server) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        foreach (var floor in Floors)
            await floor.DisposeAsync();
        await Server.DisposeAsync();
    }
}
