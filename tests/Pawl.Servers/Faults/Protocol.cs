namespace Pawl.Servers.Faults;

/// <summary>How a service words its own refusals.</summary>
public abstract class Protocol
{
    /// <summary>S3 in XML, and the AWS services that are called by <c>X-Amz-Target</c>, such as DynamoDB, in JSON.</summary>
    public static Protocol Aws { get; } = new AwsProtocol();

    /// <summary>Azure Blob Storage.</summary>
    public static Protocol AzureBlob { get; } = new AzureBlobProtocol();

    /// <summary>Cosmos DB's REST API.</summary>
    public static Protocol Cosmos { get; } = new CosmosProtocol();

    internal abstract Answer Busy(Received request);

    internal abstract Answer ServerError(Received request);
}

file sealed class AwsProtocol : Protocol
{
    internal override Answer Busy(Received request) => Service(request) switch
    {
        "" => Xml(503, "SlowDown", "Please reduce your request rate."),
        "DynamoDB_20120810" => Json(400, "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
            "The level of configured provisioned throughput for the table was exceeded."),
        _ => Json(400, "ThrottlingException", "Rate exceeded"),
    };

    internal override Answer ServerError(Received request) => Service(request) switch
    {
        "" => Xml(500, "InternalError", "We encountered an internal error. Please try again."),
        "DynamoDB_20120810" => Json(500, "com.amazonaws.dynamodb.v20120810#InternalServerError", "The request could not be processed."),
        _ => Json(500, "InternalFailure", "The request could not be processed."),
    };

    private static string Service(Received request) => request.Header("X-Amz-Target").Split('.')[0];

    private static Answer Xml(int status, string code, string message) => Answer.Of(status, "application/xml",
        $"""<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>{message}</Message><RequestId>fault</RequestId></Error>""",
        ("x-amz-request-id", "fault"));

    private static Answer Json(int status, string type, string message) => Answer.Of(status, "application/x-amz-json-1.0",
        $$"""{"__type":"{{type}}","message":"{{message}}"}""", ("x-amzn-RequestId", "fault"));
}

file sealed class AzureBlobProtocol : Protocol
{
    internal override Answer Busy(Received request) => Xml(503, "ServerBusy", "The server is busy.");

    internal override Answer ServerError(Received request) => Xml(500, "InternalError", "Server encountered an internal error.");

    private static Answer Xml(int status, string code, string message) => Answer.Of(status, "application/xml",
        $"""<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>{message}</Message></Error>""", ("x-ms-error-code", code));
}

file sealed class CosmosProtocol : Protocol
{
    internal override Answer Busy(Received request) => Answer.Of(429, "application/json",
        """{"code":"429","message":"Request rate is large. More Request Units may be needed."}""",
        ("x-ms-retry-after-ms", "20"), ("x-ms-substatus", "3200"));

    internal override Answer ServerError(Received request) => Answer.Of(500, "application/json",
        """{"code":"InternalServerError","message":"An unknown error occurred."}""");
}
