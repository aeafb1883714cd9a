using System.CommandLine;
using Pawl.Cli.Completion;
using Pawl.Stores;

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

    /// <summary>Whose rights are asked for.</summary>
    public static Option<StoreRole> RoleOption() => new("--role")
    {
        Description = "worker (runs builds), reader (looks at them), administrator (sets up, erases, restores). Default worker.",
        HelpName = "ROLE",
        CustomParser = result => Ask.Text(result) switch
        {
            "worker" => StoreRole.Worker,
            "reader" => StoreRole.Reader,
            "administrator" or "admin" => StoreRole.Administrator,
            _ => Ask.Refuse<StoreRole>(result, $"--role: '{Ask.Shown(result)}' is none of worker, reader, administrator"),
        },
    };
}
