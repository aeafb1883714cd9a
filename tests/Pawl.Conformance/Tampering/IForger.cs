using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Conformance.Tampering;

/// <summary>Somebody with write access to a store, who goes past Pawl.</summary>
public interface IForger : IAsyncDisposable
{
    /// <summary>Opens the store as Pawl does.</summary>
    IBuildStore Open();

    /// <summary>The texts that the store keeps a build's appends in, in order.</summary>
    Task<List<string>> ReadAsync(BuildId id);

    /// <summary>Puts other texts in their place, numbered as the store would.</summary>
    Task WriteAsync(BuildId id, IReadOnlyList<string> appends);

    /// <summary>Changes something that the store keeps beside the events; says what.</summary>
    Task<string> ChangeProjectionAsync(BuildId id, Random random);
}
