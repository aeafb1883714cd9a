using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>A store that can be told what it had, by somebody who wrote it there: then the next append needs no look at what is there first.</summary>
public interface IRecallingStore
{
    /// <summary>The build was at this state once. Whether it still is, the append finds out.</summary>
    /// <param name="state">The state.</param>
    /// <param name="creation">The id of the build's first event.</param>
    /// <param name="lastAppend">The first version of the append that ended with this state.</param>
    void Recall(BuildState state, Guid creation, BuildVersion lastAppend);
}
