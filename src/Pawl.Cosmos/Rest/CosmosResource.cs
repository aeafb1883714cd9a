namespace Pawl.Cosmos.Rest;

/// <summary>What a request is about: what is signed of it, and where it is.</summary>
/// <param name="Type">The kind of resource: <c>dbs</c>, <c>colls</c>, <c>docs</c>; empty for the account.</param>
/// <param name="Link">The resource itself, or for a list of them what they are in; names as they are, not escaped.</param>
/// <param name="Path">Where it is reached, escaped.</param>
internal readonly record struct CosmosResource(string Type, string Link, string Path)
{
    /// <summary>The account.</summary>
    public static CosmosResource Account => new("", "", "/");

    /// <summary>All databases of an account.</summary>
    public static CosmosResource Databases => new("dbs", "", "/dbs");

    /// <summary>All containers of a database.</summary>
    public static CosmosResource Containers(CosmosPlace place) => ListIn("colls", Links("dbs", place.Database));

    /// <summary>A container.</summary>
    public static CosmosResource Container(CosmosPlace place) => One("colls", Links("dbs", place.Database, "colls", place.Container));

    /// <summary>All items of a container.</summary>
    public static CosmosResource Items(CosmosPlace place) => ListIn("docs", Links("dbs", place.Database, "colls", place.Container));

    /// <summary>An item.</summary>
    public static CosmosResource Item(CosmosPlace place, string id) =>
        One("docs", Links("dbs", place.Database, "colls", place.Container, "docs", id));

    private static CosmosResource One(string type, string[] links) => new(type, string.Join('/', links), Escaped(links));

    private static CosmosResource ListIn(string type, string[] links) => new(type, string.Join('/', links), $"{Escaped(links)}/{type}");

    private static string Escaped(string[] links) => string.Concat(links.Select(link => $"/{Uri.EscapeDataString(link)}"));

    private static string[] Links(params string[] links) => links;
}
