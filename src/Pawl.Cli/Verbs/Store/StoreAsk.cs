using System.CommandLine;
using Pawl.Cli.Completion;

namespace Pawl.Cli.Verbs.Store;

/// <summary>The arguments that the store verbs share.</summary>
internal static class StoreAsk
{
    public static Argument<string> Url(string name, string description) =>
        new Argument<string>(name) { Description = description }.Completing(Candidates.AllFiles);

    public static Argument<string?> OptionalUrl(string description) => new Argument<string?>("URL")
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => null,
    }.Completing(Candidates.AllFiles);
}
