using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pawl.Servers.Processes;

/// <summary>Makes the certificate of an HTTPS server: for localhost and 127.0.0.1, signed by itself; nobody trusts it who isn't told to
/// (<c>SSL_CERT_FILE</c>).</summary>
public static class TestCertificate
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(1);

    /// <summary>Writes it into a folder.</summary>
    /// <returns>The certificate's file and the key's.</returns>
    public static (string Certificate, string Key) WriteTo(string folder)
    {
        using var certificate = Create();
        using var key = certificate.GetECDsaPrivateKey()!;
        var files = (Path.Combine(folder, "tls.pem"), Path.Combine(folder, "tls.key"));
        File.WriteAllText(files.Item1, certificate.ExportCertificatePem());
        File.WriteAllText(files.Item2, key.ExportPkcs8PrivateKeyPem());
        return files;
    }

    internal static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow - Age, DateTimeOffset.UtcNow + Age);
    }
}
