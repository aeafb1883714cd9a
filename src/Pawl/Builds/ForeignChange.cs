using System.Collections.Immutable;

namespace Pawl.Builds;

/// <summary>What another program left in a store's tables that no event accounts for yet.</summary>
/// <param name="Current">The current state that stands there.</param>
/// <param name="Status">The status that stands there.</param>
/// <param name="Rows">History rows that it wrote.</param>
/// <param name="Metadata">Metadata values that it wrote or changed.</param>
public sealed record ForeignChange(
    StateCode Current,
    BuildStatus Status,
    ImmutableArray<ForeignRow> Rows,
    ImmutableSortedDictionary<string, string> Metadata);
