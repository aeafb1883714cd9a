using System.Security.Cryptography.X509Certificates;
using Pawl.Servers.Faults;

namespace Pawl.Servers.Alerts;

/// <summary>A certificate for 127.0.0.1 as files, which nobody trusts who isn't told to (<c>SSL_CERT_FILE</c>).</summary>
public static class TestCertificate
{
    /// <summary>Writes it into a folder.</summary>
    /// <returns>The certificate's file and the key's.</returns>
    public static (string Certificate, string Key) WriteTo(string folder)
    {
        using var certificate = ProxyCertificate.Create();
        using var key = certificate.GetECDsaPrivateKey()!;
        var files = (Path.Combine(folder, "tls.pem"), Path.Combine(folder, "tls.key"));
        File.WriteAllText(files.Item1, certificate.ExportCertificatePem());
        File.WriteAllText(files.Item2, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
