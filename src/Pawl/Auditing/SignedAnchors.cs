using Pawl.Builds;

namespace Pawl.Auditing;

/// <summary>Anchors, and the key that signed them.</summary>
public sealed record SignedAnchors(AnchorPlace Place, OperatorKey Key)
{
    /// <summary>A check of one build's anchors.</summary>
    public async ValueTask<AnchorCheck> OfAsync(BuildId id, CancellationToken cancellationToken) =>
        new(await Place.ReadAsync(id, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false), Key);
}
