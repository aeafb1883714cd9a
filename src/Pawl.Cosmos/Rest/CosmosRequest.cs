using Azure.Core;

namespace Pawl.Cosmos.Rest;

/// <summary>A request, before it is signed.</summary>
/// <param name="Method">What to do.</param>
/// <param name="Resource">To what.</param>
/// <param name="Headers">Its headers, but those of the signature.</param>
/// <param name="Body">What to send; empty for nothing.</param>
internal sealed record CosmosRequest(
    RequestMethod Method, CosmosResource Resource, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body);
