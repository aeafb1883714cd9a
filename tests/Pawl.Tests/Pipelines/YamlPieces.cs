namespace Pawl.Tests.Pipelines;

/// <summary>What YAML is made of, to be put together wrongly.</summary>
internal static class YamlPieces
{
    public const string Pipeline = """
        name: p
        provider: aws
        image_type: t
        env: &e {A: 1, "B": 'x y'}
        states:
          - code: 5
            run: |
              set -u
              echo "a: b"
            retry: {strategy: backoff, initial: 5m}
            transient: ["exit 75", "/a(b|c)+/"]
            artifacts: [{name: a, path: "x/${BUILD_ID}"}]
          - {code: 42, name: Mine, needs: [a], env: {<<: *e, B: 2}}
          - code: 100
            name: >-
              Delivered
              at last
        """;

    public static readonly string[] All =
    [
        "{", "}", "[", "]", ": ", ":", "\n", "\r", "  ", "\t", "- ", "-", "&a ", "*a", "<<: ", "|", "|2-\n", ">", "'", "\"", "#", "? ", ",",
        "!x ", "!!str ", "%", "%YAML 1.2\n", "@", "`", "---\n", "...\n", "\\", "\0", "\uFEFF", "\u2028", "\u00e9", "~", "1", "true",
        "name", "states", "code: 5\n", "x: y\n", "\"\\u", "\"\\x41\"", "\"\\uD800\"", "\"\\U00110000\"", "/(/", "exit 1",
    ];
}
