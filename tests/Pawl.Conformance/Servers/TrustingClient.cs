using System.Security.Cryptography.X509Certificates;

namespace Pawl.Conformance.Servers;

/// <summary>A client that trusts one certificate and no other.</summary>
internal static class TrustingClient
{
    public static HttpClient For(string certificatePem)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(certificatePem));
        return new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } });
    }
}
