using System.Text.RegularExpressions;

namespace Pawl.Retrying.Rules;

/// <summary>What isn't there, and won't be there the next time.</summary>
internal static partial class MissingRules
{
    public static IReadOnlyList<BuiltInRule> All { get; } =
    [
        BuiltInRule.Persistent("a package does not exist", Packages),
        BuiltInRule.Persistent("an image or cloud resource does not exist", Resources),
        BuiltInRule.Persistent("a module is missing", Modules),
        BuiltInRule.PersistentNear("a command is missing", Commands),
        BuiltInRule.PersistentNear("a file is missing", Files),
    ];

    [GeneratedRegex(
        """
        Unable\ to\ locate\ package|has\ no\ installation\ candidate|Couldn't\ find\ any\ package|^E:\ Version\ '.{1,100}'\ for\ '.{1,100}'\ was\ not\ found
        |\bNo\ package\ .{1,100}\ available|No\ match\ for\ argument|Unable\ to\ find\ a\ match|\bnothing\ provides\ |have\ unmet\ dependencies
        |Could\ not\ find\ a\ version\ that\ satisfies|No\ matching\ distribution\ found|\bnpm\ (ERR!|error)\ (code\ )?E(404|TARGET)\b
        |unable\ to\ select\ packages|^error:\ target\ not\ found:|No\ provider\ of\ '
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Packages { get; }

    [GeneratedRegex(
        """
        \bInvalidAMIID\.|\bInvalid(Snapshot|KeyPair|SubnetID|VpcID|Group|SecurityGroupID|LaunchTemplateName)\.(NotFound|Malformed|Unknown)
        |No\ AMI\ was\ found\ matching|\bNoSuchBucket\b|\b(Platform|Gallery)?ImageNotFound\b|\bResourceGroupNotFound\b|\bmanifest\ unknown\b
        |The\ resource\ 'projects/.{1,200}'\ was\ not\ found|Could\ not\ find\ any\ image|\bimage\ .{1,100}\ (does\ not\ exist|was\ not\ found)
        |No\ such\ image:
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Resources { get; }

    [GeneratedRegex(
        """
        ^(ModuleNotFound|Import)Error:|^Error:\ Cannot\ find\ module\ '|couldn't\ resolve\ module/action|the\ role\ '.{1,100}'\ was\ not\ found
        |Failed\ to\ import\ the\ required\ Python\ library|Missing\ plugins|error\ while\ loading\ shared\ libraries:
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Modules { get; }

    [GeneratedRegex(
        @"(^|:\ )[\w./+-]{1,100}:\ command\ not\ found|^[\w./+-]{1,60}:\ (line\ )?\d{1,6}:\ [\w./+-]{1,100}:\ not\ found$|executable\ file\ not\ found\ in\ \$PATH|^env:\ .{1,100}:\ No\ such\ file",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Commands { get; }

    [GeneratedRegex(
        @":\ No\ such\ file\ or\ directory|\bFileNotFoundError\b|Could\ not\ find\ or\ access\ '|:\ no\ such\ file$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Files { get; }
}
