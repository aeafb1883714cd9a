using Amazon.DynamoDBv2;
using Pawl.Stores;

namespace Pawl.Aws.DynamoDb;

/// <summary>What a URL <c>dynamodb://TABLE[?region=R][&amp;endpoint=URL]</c> names.</summary>
/// <param name="Table">The table.</param>
/// <param name="At">Where the service is.</param>
internal sealed record DynamoDbPlace(string Table, AwsPlace At)
{
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
    private const int ShortestName = 3, LongestName = 255;

    /// <summary>Reads a URL.</summary>
    /// <exception cref="StoreUrlException">It isn't right.</exception>
    public static DynamoDbPlace Read(StoreUrl url)
    {
        url.RequireSettings(AwsPlace.EndpointSetting, AwsPlace.RegionSetting);
        if (!IsTable(url.Authority) || !url.Segments.IsEmpty)
            throw new StoreUrlException(url, "it must name a table, of 3 to 255 letters, digits, '_', '-' and '.': dynamodb://TABLE");
        return new DynamoDbPlace(url.Authority, AwsPlace.Read(url, "DYNAMODB"));
    }

    /// <summary>Makes a client.</summary>
    public AmazonDynamoDBClient Connect()
    {
        var config = AwsConnections.To(new AmazonDynamoDBConfig(), At, new AwsHttp(connections => connections));
        return AwsConnections.Credentials() is { } credentials ? new AmazonDynamoDBClient(credentials, config) : new AmazonDynamoDBClient(config);
    }

    private static bool IsTable(string name) =>
        name.Length is >= ShortestName and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
