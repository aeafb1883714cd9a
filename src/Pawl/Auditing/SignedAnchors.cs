namespace Pawl.Auditing;

/// <summary>Anchors, and the key that signs them.</summary>
/// <param name="Place">Where they are kept.</param>
/// <param name="Key">The operator's key.</param>
public sealed record SignedAnchors(AnchorPlace Place, OperatorKey Key);
