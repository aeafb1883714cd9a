using System.Collections.Immutable;
using System.Text;

namespace Pawl.Tests.Secrets.Corpus;

internal static partial class SecretKinds
{
    private static readonly ImmutableArray<string> BlockContexts =
    [
        "{}", "before\n{}\nafter", "+ cat /home/builder/.ssh/id_rsa\n{}\n+ echo done", "private_key = <<EOT\n{}\nEOT",
    ];

    // RFC 7468, RFC 1421, OpenSSH's PROTOCOL.key, PuTTY's documentation, RFC 9580.
    private static ImmutableArray<SecretKind> Keys { get; } =
    [
        new("PEM key", s => Pem(s, s.Pick("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "DSA PRIVATE KEY"), "\n", s.Next(3, 26)), BlockContexts),
        new("OpenSSH key", s => Pem(s, "OPENSSH PRIVATE KEY", "\n", s.Next(5, 38)), BlockContexts),
        new("OpenPGP key", s => Pem(s, "PGP PRIVATE KEY BLOCK", "\n", s.Next(10, 60)), BlockContexts),
        new("key in one line", s => Pem(s, s.Pick("PRIVATE KEY", "RSA PRIVATE KEY", "OPENSSH PRIVATE KEY"), "\\n", s.Next(3, 26)),
            ["\"key\": \"{}\"", "SSH_KEY='{}'", "ok: [web] => {\"stdout\": \"{}\"}", "key={}", "{\"content\":\"{}\",\"encoding\":\"none\"}", "echo -e \"{}\" > key"]),
        new("indented key", s => Pem(s, s.Pick("PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY"), "\n    ", s.Next(3, 26)), ["ssh_private_key: |\n    {}\nnext: 1", "    {}", "  ec2:\n    {}\n  x: 1"]),
        new("key with a prefix on each line", s => Pem(s, s.Pick("PRIVATE KEY", "RSA PRIVATE KEY"), "\n    web: ", s.Next(3, 26)), ["    web: {}", "    web: key:\n    web: {}\n    web: done"]),
        new("key in base64", s => Convert.ToBase64String(Encoding.ASCII.GetBytes(Pem(s, s.Pick("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY"), "\n", 6) + "\n")),
            ["    client-key-data: {}", "SSH_KEY_B64={}", "  tls.key: {}", "+ echo {} | base64 -d > key", "\"data\": \"{}\""]),
        new("PuTTY key", s => string.Join('\n', Enumerable.Range(0, 8).Select(_ => s.Of(Shapes.Base62 + "+/", 64))),
            ["PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: builder\nPublic-Lines: 1\nAAAAC3NzaC1lZDI1NTE5\nPrivate-Lines: 8\n{}\nPrivate-MAC: 0123"]),
        new("WireGuard key", s => s.Base64(32), ["PrivateKey = {}", "PresharedKey = {}", "private_key: {}", "wg set wg0 private-key {}"]),
    ];

    private static string Pem(Shapes s, string kind, string lineEnd, int lines) => string.Join(lineEnd, (string[])
    [
        "-----BEGIN " + kind + "-----", .. Enumerable.Range(0, lines).Select(_ => s.Of(Shapes.Base62 + "+/", 64)), s.Of(Shapes.Base62, 30) + "==", "-----END " + kind + "-----",
    ]);
}
