using System.Collections.Immutable;
using System.CommandLine;
using Pawl.Builds;

namespace Pawl.Cli.Verbs.Packer;

/// <summary>The words <c>[STATE] -- PACKER ARGS…</c>. Packer's own begin with a dash as pawl's do: they stand behind <c>--</c>.</summary>
internal sealed class PackerArguments
{
    private readonly Argument<string?> _state = new("STATE")
    {
        Description = "The state, 0 to 100; without it the current one. With it, nothing is done unless it is the current one.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => null,
    };

    private readonly Argument<string[]> _words = new("PACKER ARGS")
    {
        Description = "After --: what comes after `packer build`.",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
    };

    /// <summary>Lets a verb take them.</summary>
    public void AddTo(Command verb)
    {
        verb.Add(_state);
        verb.Add(_words);
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="UsageException">They are wrong.</exception>
    public (StateCode? State, ImmutableArray<string> Words) Read(Invocation call)
    {
        var rest = call.AfterDoubleDash;
        if (rest.Count == 0)
            throw new UsageException("`pawl packer build` needs -- and after it what comes after `packer build`, such as the template; `pawl packer build --help` shows how");
        // The parser counts words, whatever they stand behind.
        string[] words = [.. call.Get(_state) is { } first ? [first] : Array.Empty<string>(), .. call.Get(_words)];
        if (words.Length < rest.Count)
            throw new UsageException("`pawl packer build` needs ID before --; `pawl packer build --help` shows how");
        return words[..^rest.Count] switch
        {
            [] => (null, [.. rest]),
            [var only] => (StateOf(only), [.. rest]),
            [_, var more, ..] => throw new UsageException($"`pawl packer build` takes no further argument `{Ask.Shorten(more)}` before --; what is Packer's stands after it"),
        };
    }

    private static StateCode StateOf(string text) => StateCode.TryParse(text, out var code)
        ? code
        : throw new UsageException($"'{Ask.Shorten(text)}' is not a state: it must be a number from 0 to 100; what is Packer's stands after --");
}
