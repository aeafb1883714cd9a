using CsCheck;

namespace Pawl.Tests.Pipelines;

/// <summary>Pipeline files put together at random of right, odd and wrong parts.</summary>
internal static class GeneratedPipelines
{
    private static readonly Gen<string> Odd = Gen.OneOf("", "~", "5", "-1", "0.5", "true", "x", "'5'", "'a b'", "[]", "[x]", "{}", "{x: y}", "''");

    private static readonly Gen<string> Durations = Gen.OneOf("90s", "5m", "1h30m", "500ms", "0s", "90", "5 m", "1d1d", "m", "2d3h4m5s6ms", "1m1h");

    private static readonly Gen<string> Rules = Gen.OneOf(
        "exit 1", "exit 255", "exit 0", "exit 256", "exit 01", "signal KILL", "signal SIGTERM", "signal 9", "signal 0", "signal 99",
        "signal kill", "timeout", "Timeout", "'/x/'", "'//'", "'/a|b/'", "'/x'", "'/[/'", "75", "true", "exit");

    private static readonly Gen<string> Labels = Gen.OneOf("aws", "AWS", "a.b-c_d", "-a", ".a", "a b", "7", "'7'", "a/b", "t");

    private static readonly Gen<string> Variables = Gen.OneOf("A", "a_1", "_", "1a", "a-b", "PAWL_X", "PAWL", "XPAWL_", "BUILD_ID", "BUILD_IDS", "IMAGE_TYPE", "CLOUD_PROVIDER");

    private static readonly Gen<string> Paths = Gen.OneOf(
        ".", "out/x", "/abs", "'${A}'", "'${A}/${_b1}'", "'${A'", "'$A'", "'a$'", "'$5'", "'${}'", "'${A-b}'", "'$${A}'", "''", "7");

    private static readonly Gen<string> Retry = MapOf(
        ("strategy", Gen.OneOf("backoff", "immediate", "notify", "standard", "manual", "Backoff", "none", "5")),
        ("attempts", Gen.OneOf("1", "3", "1000", "0", "1001", "'3'", "3.5", "x")),
        ("initial", Durations),
        ("max", Durations),
        ("maxx", Odd));

    private static readonly Gen<string> State = MapOf(
        ("name", Gen.OneOf("Mine", "'a: b'", "''", "' '", "7", "true")),
        ("run", Gen.OneOf("./x", "true", "5", "''", "'  '", "~", "[x]")),
        ("shell", Gen.OneOf("sh", "bash", "zsh", "~")),
        ("env", MapOf(("A", Odd), ("PAWL_X", Odd), ("B", Odd), ("1", Odd))),
        ("dir", Paths),
        ("timeout", Durations),
        ("kill_after", Durations),
        ("retry", Retry),
        ("transient", ListOf(Rules)),
        ("persistent", ListOf(Rules)),
        ("artifacts", ListOf(MapOf(("name", Labels), ("path", Paths)))),
        ("needs", ListOf(Labels)),
        ("when", MapOf(("provider", ListOf(Labels)), ("image_type", ListOf(Labels)), ("region", Odd))),
        ("cod", Odd));

    private static readonly Gen<string> Code = Gen.OneOf("5", "42", "0", "95", "-5", "101", "'5'", "x", "5.5", "07", "+7");

    /// <summary>Whole files in flow style, which needs no indentation.</summary>
    public static Gen<string> Texts { get; } =
        from name in Gen.Frequency((15, Gen.Const("p")), (1, Gen.OneOf(Labels, Odd)))
        from provider in Gen.Frequency((15, Gen.Const("aws")), (1, Gen.OneOf(Labels, Odd)))
        from more in Pairs(("env", MapOf(("A", Odd), ("a-b", Odd))), ("secrets", ListOf(Variables)), ("shell", Gen.OneOf("sh", "bash", "fish")))
        from states in (from code in Code from state in Gen.Frequency((8, State), (1, Odd)) select WithCode(code, state)).List[0, 3]
        select $"name: {name}\nprovider: {provider}\nimage_type: t\n{string.Concat(more.Select(line => line + "\n"))}states:\n{string.Concat(states.Select(s => $"- {s}\n"))}- {{code: 100}}\n";

    private static string WithCode(string code, string state) =>
        state.StartsWith('{') && state.Length > 2 ? $"{{code: {code}, {state[1..]}" : state;

    private static Gen<string> ListOf(Gen<string> item) => Gen.Frequency(
        (15, item.List[0, 3].Select(items => $"[{string.Join(", ", items)}]")),
        (1, item));

    private static Gen<string> MapOf(params (string Key, Gen<string> Value)[] keys) =>
        Pairs(keys).Select(pairs => $"{{{string.Join(", ", pairs)}}}");

    /// <summary>Some of the keys with a value, which is right or now and then odd.</summary>
    private static Gen<string[]> Pairs(params (string Key, Gen<string> Value)[] keys)
    {
        var pairs = Gen.Const(Array.Empty<string>());
        foreach (var (key, value) in keys)
        {
            pairs = from before in pairs
                    from chance in Gen.Int[0, 4]
                    from text in Gen.Frequency((15, value), (1, Odd))
                    select chance > 0 ? before : [.. before, $"{key}: {text}"];
        }

        return pairs;
    }
}
