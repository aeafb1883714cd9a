namespace Pawl.Conformance.Cosmos;

/// <summary>Reaches Cosmos DB's emulator, whose certificate nobody has signed.</summary>
internal static class CosmosHttp
{
    /// <summary>A client that trusts any server.</summary>
    public static HttpClient Client() => new(Handler());

    /// <summary>The same, for what changes answers on the way.</summary>
    public static SocketsHttpHandler Handler() => new()
    {
#pragma warning disable CA5359 // The emulator's certificate is its own.
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
    };
}
