using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Aws.DynamoDb;

/// <summary>Builds in DynamoDB.</summary>
public sealed class DynamoDbKind : StoreKind
{
    /// <inheritdoc/>
    public override string Scheme => "dynamodb";

    /// <inheritdoc/>
    public override string Form => "dynamodb://TABLE[?region=REGION][&endpoint=URL]";

    /// <inheritdoc/>
    public override IBuildStore Open(StoreUrl url, StoreContext context) => DynamoDbStore.Open(url, context);

    /// <inheritdoc/>
    public override IObjectStore OpenNotes(StoreUrl url) => DynamoDbObjects.OpenNotes(url);

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<string>> CreateAsync(StoreUrl url, StoreContext context, CancellationToken cancellationToken)
    {
        var place = DynamoDbPlace.Read(url);
        using var client = place.Connect();
        var calls = new AwsCalls(new AwsFaults(url.ToString(), $"the table {place.Table}"));
        var table = new Table(place.Table, url.ToString(), client, calls);
        return await new TableSetup(table, context.Time).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override IObjectStore OpenKeys(StoreUrl url) => DynamoDbObjects.OpenKeys(url);

    /// <inheritdoc/>
    public override string Policy(StoreUrl url, StoreRole role) => DynamoDbPolicy.Write(DynamoDbPlace.Read(url), role);
}
