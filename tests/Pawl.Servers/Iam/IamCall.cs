using System.Text;
using System.Text.Json;
using Pawl.Servers.Faults;

namespace Pawl.Servers.Iam;

/// <summary>One right that a request asks for.</summary>
/// <param name="Action">Such as <c>s3:PutObject</c>.</param>
/// <param name="Resource">The ARN.</param>
/// <param name="Context">What conditions may be about: a key that isn't there is absent.</param>
internal sealed record IamCall(string Action, string Resource, IReadOnlyDictionary<string, string[]> Context)
{
    private const string Account = "123456789012";

    /// <summary>The rights that a request of AWS's protocols needs. A transaction needs those of all that is in it.</summary>
    public static IReadOnlyList<IamCall> Of(Received request, string service, string region) => service switch
    {
        "s3" => [OfS3(request)],
        "dynamodb" => [.. OfDynamoDb(request, region)],
        "kms" => [OfKms(request, region)],
        _ => throw new TestServerException($"the gate knows no service {service}"),
    };

    private static IamCall OfS3(Received request)
    {
        var target = new Uri(new Uri("http://s3"), request.Target);
        var path = Uri.UnescapeDataString(target.AbsolutePath.TrimStart('/'));
        var (bucket, key) = path.Split('/', 2) is [var first, { Length: > 0 } rest] ? (first, rest) : (path.TrimEnd('/'), "");
        var query = target.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? ""));
        var context = new Dictionary<string, string[]>();
        if (query.TryGetValue("prefix", out var prefix))
            context["s3:prefix"] = [prefix];
        if (request.Header("If-None-Match") is { Length: > 0 } none)
            context["s3:if-none-match"] = [none];
        var action = key.Length > 0 ? OfObject(request.Method) : OfBucket(request.Method, query);
        return new IamCall(action, $"arn:aws:s3:::{bucket}{(key.Length > 0 ? $"/{key}" : "")}", context);
    }

    private static string OfObject(string method) => method switch
    {
        "GET" or "HEAD" => "s3:GetObject",
        "PUT" => "s3:PutObject",
        "DELETE" => "s3:DeleteObject",
        _ => $"s3:{method}Object",
    };

    private static string OfBucket(string method, Dictionary<string, string> query) => method switch
    {
        "GET" when query.ContainsKey("versioning") => "s3:GetBucketVersioning",
        "GET" when query.ContainsKey("lifecycle") => "s3:GetLifecycleConfiguration",
        "PUT" when query.ContainsKey("lifecycle") => "s3:PutLifecycleConfiguration",
        "PUT" when query.ContainsKey("publicAccessBlock") => "s3:PutBucketPublicAccessBlock",
        "GET" or "HEAD" => "s3:ListBucket",
        "PUT" => "s3:CreateBucket",
        "DELETE" => "s3:DeleteBucket",
        _ => $"s3:{method}Bucket",
    };

    private static IEnumerable<IamCall> OfDynamoDb(Received request, string region)
    {
        var operation = request.Header("X-Amz-Target").Split('.')[^1];
        var body = JsonDocument.Parse(request.Body!.Value).RootElement;
        if (operation != "TransactWriteItems")
            return [OfItem(operation, body, region)];
        return body.GetProperty("TransactItems").EnumerateArray().SelectMany(item => item.EnumerateObject())
            .Select(part => OfItem(part.Name is "ConditionCheck" ? "ConditionCheckItem" : $"{part.Name}Item", part.Value, region));
    }

    private static IamCall OfItem(string operation, JsonElement body, string region)
    {
        var table = $"arn:aws:dynamodb:{region}:{Account}:table/{body.GetProperty("TableName").GetString()}";
        var context = new Dictionary<string, string[]>();
        foreach (var holder in (string[])["Key", "Item"])
        {
            if (body.TryGetProperty(holder, out var item))
                context["dynamodb:LeadingKeys"] = [item.GetProperty("build_id").GetProperty("S").GetString()!];
        }

        return new IamCall($"dynamodb:{operation}", body.TryGetProperty("IndexName", out var index) ? $"{table}/index/{index.GetString()}" : table, context);
    }

    // moto's wrapped keys begin with the id of the key that wrapped them.
    private static IamCall OfKms(Received request, string region)
    {
        const int idLength = 36;
        var body = JsonDocument.Parse(request.Body!.Value).RootElement;
        var key = body.TryGetProperty("KeyId", out var named)
            ? named.GetString()!.Split('/')[^1]
            : Encoding.ASCII.GetString(body.GetProperty("CiphertextBlob").GetBytesFromBase64(), 0, idLength);
        return new IamCall($"kms:{request.Header("X-Amz-Target").Split('.')[^1]}", $"arn:aws:kms:{region}:{Account}:key/{key}", new Dictionary<string, string[]>());
    }
}
