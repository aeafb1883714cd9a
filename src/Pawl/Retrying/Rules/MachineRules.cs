using System.Text.RegularExpressions;

namespace Pawl.Retrying.Rules;

/// <summary>Locks, mirrors and memory: what another program has now and gives back.</summary>
internal static partial class MachineRules
{
    public static IReadOnlyList<BuiltInRule> All { get; } =
    [
        BuiltInRule.Transient("a package manager's lock is held", Locks),
        BuiltInRule.Transient("a package mirror failed or is being updated", Mirrors),
        BuiltInRule.Transient("the machine is short of something for now", Shortage),
    ];

    [GeneratedRegex(
        """
        Could\ not\ get\ lock\ /|Unable\ to\ (acquire\ the\ dpkg\ frontend\ lock|lock\ (the\ administration\ )?directory|lock\ database)
        |dpkg\ (frontend|status\ database)\ (lock\ was|is)\ locked\ by\ another\ process|is\ another\ process\ using\ it|holding\ the\ yum\ lock
        |Existing\ lock\ /var/run/yum\.pid|can't\ create\ transaction\ lock|Failed\ to\ obtain\ the\ transaction\ lock
        |System\ management\ is\ locked\ by|\b(rpmdb|database)\ is\ locked\b|Unable\ to\ lock\ database:
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Locks { get; }

    [GeneratedRegex(
        """
        Hash\ Sum\ mismatch|Mirror\ sync\ in\ progress|File\ has\ unexpected\ size\ \(|is\ not\ valid\ yet\ \(invalid\ for|\bE:\ Failed\ to\ fetch\b
        |\bFailed\ to\ fetch\ https?:|index\ files\ failed\ to\ download|Clearsigned\ file\ isn't\ valid|Failed\ to\ download\ metadata\ for\ repo
        |Cannot\ (download|retrieve)\ repo(md|sitory)|No\ more\ mirrors\ to\ try|All\ mirrors\ were\ (already\ )?tried|Cannot\ prepare\ internal\ mirrorlist
        |repomd\.xml\ does\ not\ match|couldn't\ download\ packages|THESE\ PACKAGES\ DO\ NOT\ MATCH\ THE\ HASHES
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Mirrors { get; }

    [GeneratedRegex(
        """
        Cannot\ allocate\ memory|Resource\ temporarily\ unavailable|Text\ file\ busy|Device\ or\ resource\ busy|Too\ many\ open\ files\ in\ system
        |^Killed$|\boom-?kill|Out\ of\ memory:\ Kill|\bOOMKilled\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Shortage { get; }
}
