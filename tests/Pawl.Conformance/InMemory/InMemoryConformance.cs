using Pawl.Stores;

namespace Pawl.Conformance.InMemory;

/// <summary>The suite asks for nothing that only SQLite does.</summary>
public sealed class InMemoryConformance : BuildStoreConformance
{
    private readonly InMemoryBuilds _builds = new();

    protected override ValueTask<IBuildStore> OpenAsync() => ValueTask.FromResult<IBuildStore>(new InMemoryBuildStore(_builds));
}
