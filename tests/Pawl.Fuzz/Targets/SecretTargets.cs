using Pawl.Running;
using Pawl.Running.Processes;
using Pawl.Secrets;

namespace Pawl.Fuzz.Targets;

/// <summary>The output of tasks: any bytes, in any pieces.</summary>
internal static class SecretTargets
{
    private const string Secret = "Zq9-planted/secret+42";

    private static readonly Redactor Redactor = Redactor.For([Secret]);

    private static readonly string[] Words =
    [
        Secret, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Secret)), Uri.EscapeDataString(Secret), Secret[..10], Secret[10..],
        "password=", "\"token\": \"", "secret: ", "https://user:pass@host/", "AKIA" + "IOSFODNN7EXAMPLE", "ghp_" + "0123456789abcdefghijklmnopqrstuvwxyz",
        "Bearer ", "eyJhbGciOiJIUzI1NiJ9.e30.",
        "-----BEGIN RSA " + "PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----",
        "AccountKey=", "$6$salt$", "\n", "\r\n", "\r", "\e[31m", "\e[0m", "\e]8;;", "\0", "'", "\"", "\\n",
        Redactor.Marker,
    ];

    /// <summary>What comes out doesn't depend on the pieces in which it came, and has no secret in it.</summary>
    public static Target Stream { get; } = new("redactor-stream", Words, input =>
    {
        var random = new Random(input.Length > 0 ? input[0] : 0);
        var whole = Through(input, input.Length);
        Promise.Same("the pieces of the stream tell", whole, Through(input, 1 + random.Next(64)));
        var text = Promise.Text(input);
        HasNoSecret(text, whole);
        HasNoSecret(text.ReplaceLineEndings(""), InPieces(text.ReplaceLineEndings(""), random));
    });

    /// <summary>Redacting twice changes nothing more.</summary>
    public static Target Text { get; } = new("redactor-text", Words, input =>
    {
        var once = Redactor.Redact(Promise.Text(input));
        HasNoSecret(Promise.Text(input), once);
        Promise.Same("redacting twice is more than once", once, Redactor.Redact(once));
    });

    /// <summary>The message of a failure.</summary>
    public static Target Message { get; } = new("error-text", Words, input =>
    {
        var text = Promise.Text(input);
        var tail = new TailLines();
        var lines = new LineRedactor(Redactor);
        foreach (var line in text.Split('\n'))
            tail.Add(lines.Redact(line));
        // What is left out for people may have stood within a secret: whoever keeps the message redacts it once more.
        foreach (var message in new[] { ErrorText.Clean(text, Redactor), Redactor.Redact(ErrorText.From(new TaskEnd.Exited(1), tail)) })
        {
            HasNoSecret(text, message);
            if (message.Length > ErrorText.MaxLength)
                throw new BrokenPromiseException($"a message has {message.Length} characters");
            if (message.Any(c => char.IsControl(c) && c is not ('\n' or '\t')))
                throw new BrokenPromiseException("a message has a control character in it");
        }
    });

    private static string Through(byte[] input, int piece)
    {
        var lines = new List<string>();
        var redactor = new LineRedactor(Redactor);
        var splitter = new LineSplitter(line =>
            lines.Add(line.End == TaskLineEnd.Line ? redactor.Redact(line.Text) : redactor.RedactPiece(line.Text)));
        for (var at = 0; at < input.Length; at += piece)
            splitter.Push(input.AsSpan(at, Math.Min(piece, input.Length - at)));
        splitter.Finish();
        return string.Join('\n', lines);
    }

    // A line that is too long to come at once.
    private static string InPieces(string line, Random random)
    {
        var redactor = new LineRedactor(Redactor);
        var output = new System.Text.StringBuilder();
        while (line.Length > 0 && random.Next(1, 3_000) is var length && length < line.Length)
        {
            output.Append(redactor.RedactPiece(line[..length]));
            line = line[length..];
        }

        return output.Append(redactor.Redact(line)).ToString();
    }

    // Nor all but its first letter, unless that is what came in, with things between that are left out.
    private static void HasNoSecret(string input, string output)
    {
        if (output.Contains(Secret, StringComparison.Ordinal))
            throw new BrokenPromiseException($"a secret is left: {output}");
        var rest = input.Replace(Secret, "|", StringComparison.Ordinal);
        if (output.Contains(Secret[1..], StringComparison.Ordinal) && !HasMost(rest) && !HasMost(TerminalText.WithoutSequences(rest)))
            throw new BrokenPromiseException($"most of a secret is left: {output}");
    }

    private static bool HasMost(string text) =>
        string.Concat(text.Where(c => Secret.Contains(c) || c == '|')).Contains(Secret[1..], StringComparison.Ordinal);
}
