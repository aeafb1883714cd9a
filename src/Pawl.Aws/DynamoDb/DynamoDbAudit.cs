using Amazon.DynamoDBv2.Model;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Aws.DynamoDb;

/// <summary>Compares a build's head and metadata with what its events fold to. For one call.</summary>
internal sealed class DynamoDbAudit(Table table, BuildId id)
{
    private readonly Differences _differences = new();

    /// <summary>What differs.</summary>
    public async ValueTask<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var reader = new BuildReader(table);
        if (await reader.HeadAsync(id, cancellationToken).ConfigureAwait(false) is not { Version.Value: > 0 } head)
            return [];
        var folded = BuildState.None(id);
        await foreach (var happened in new HistoryReader(table).ReadAsync(id, BuildVersion.None, head.Version, cancellationToken).ConfigureAwait(false))
            folded = History.Apply(folded, happened);
        CompareHead(head, folded);
        // A build that went on since has other metadata: whoever audits it again sees whether that is right.
        if (await reader.StateAsync(id, cancellationToken).ConfigureAwait(false) is { } state && state.Version == head.Version)
            _differences.Compare("the metadata", BuildJson.WriteMetadata(state.Metadata), BuildJson.WriteMetadata(folded.Metadata));
        return _differences.Found;
    }

    private void CompareHead(HeadItem head, BuildState folded)
    {
        foreach (var (name, expected) in HeadItem.Write(folded, BuildJson.WriteSnapshot(folded)))
        {
            var found = head.All.GetValueOrDefault(name);
            if (name == Names.Snapshot)
                _differences.CompareSnapshot($"the head's {name}", Text(found), folded);
            else
                _differences.Compare($"the head's {name}", Text(found), Text(expected));
        }

        _differences.Compare($"the head's {Names.LeaseToken}", Text(head.All.GetValueOrDefault(Names.LeaseToken)), folded.Lease is { } lease ? Table.Number(lease.Token).N : "");
    }

    private static string Text(AttributeValue? value) => value?.S ?? value?.N ?? "";
}
