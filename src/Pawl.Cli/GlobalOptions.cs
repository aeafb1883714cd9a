using System.CommandLine;
using Pawl.Cli.Completion;

namespace Pawl.Cli;

/// <summary>The options that every verb takes.</summary>
internal static class GlobalOptions
{
    public static Option<string?> Store { get; } = new Option<string?>("--store")
    {
        Description = "Where builds live: a folder, or a URL as `pawl store kinds` lists them. Default: $PAWL_STORE, else /var/lib/state-builds when that is writable, else the XDG state folder.",
        HelpName = "URL|DIR",
        Recursive = true,
    }.Completing(Candidates.AllFiles);

    public static Option<string?> Mirror { get; } = new Option<string?>("--mirror")
    {
        Description = "A second copy elsewhere, which follows after each change and excludes workers on other machines: the URL of a store. Default: $PAWL_MIRROR.",
        HelpName = "URL",
        Recursive = true,
    }.Completing(Candidates.AllFiles);

    public static Option<string?> Cache { get; } = new("--cache")
    {
        Description = "A Redis that answers what is often looked at: redis://HOST[:PORT][/DB][?prefix=NAME]. Default: $PAWL_CACHE, else none. Its password comes from $PAWL_CACHE_PASSWORD.",
        HelpName = "URL",
        Recursive = true,
    };

    public static Option<string?> Alerts { get; } = new Option<string?>("--alerts")
    {
        Description = "A file that says who is told of what: Slack, Teams, mail, webhooks. Default: $PAWL_ALERTS, else nobody is told.",
        HelpName = "FILE",
        Recursive = true,
    }.Completing(Candidates.AllFiles);

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Option> All => [Store, Mirror, Cache, Alerts, Json, Help];

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print JSON for programs; errors too.",
        Recursive = true,
    };

    // Not the library's own option, which looks up its description among translations at every start.
    public static Option<bool> Help { get; } = new("--help", "-h")
    {
        Description = "Show this help.",
        Recursive = true,
    };
}
