using System.Text.RegularExpressions;

namespace Pawl.Retrying.Rules;

/// <summary>Mistakes in scripts, templates and playbooks.</summary>
internal static partial class CodeRules
{
    public static IReadOnlyList<BuiltInRule> All { get; } =
    [
        BuiltInRule.Persistent("a shell script is wrong", Shell),
        BuiltInRule.Persistent("a Python program is wrong", Python),
        BuiltInRule.Persistent("a YAML file is wrong", Yaml),
        BuiltInRule.Persistent("a playbook is wrong", Ansible),
        BuiltInRule.Persistent("a cloud refuses the parameters", Parameters),
        BuiltInRule.Persistent("a Packer or Terraform file is wrong", HashiCorp),
        BuiltInRule.PersistentNear("a command is used wrongly", Usage),
    ];

    [GeneratedRegex(
        """
        \bsyntax\ error(\ near\ unexpected\ token|:\ |\ in\ conditional)|unexpected\ EOF\ while\ looking\ for|:\ unbound\ variable$
        |:\ parameter\ (not\ set|null\ or\ not\ set)$|:\ bad\ substitution$|:\ bad\ interpreter:
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Shell { get; }

    // Network libraries raise other errors: these are raised by the program's own text.
    [GeneratedRegex(@"^(SyntaxError|IndentationError|TabError|NameError|TypeError|AttributeError|UnboundLocalError):\ ", RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Python { get; }

    [GeneratedRegex(
        """
        mapping\ values\ are\ not\ allowed|did\ not\ find\ expected\ (key|',|'-')|found\ character\ that\ cannot\ start\ any\ token|could\ not\ find\ expected\ ':'
        |Syntax\ Error\ while\ loading\ YAML|YAML\ parsing\ failed|\byaml:\ (line\ \d|unmarshal\ errors)
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Yaml { get; }

    [GeneratedRegex(
        """
        conflicting\ action\ statements|no\ (module/)?action\ detected\ in\ task|is\ not\ a\ valid\ attribute\ for\ a|\bAnsibleUndefinedVariable\b
        |template\ error\ while\ templating|Unsupported\ parameters\ for\ \(|an\ option\ with\ an\ undefined\ variable|missing\ required\ arguments:
        |the\ playbook:\ .{1,200}\ could\ not\ be\ found|'\ is\ undefined\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Ansible { get; }

    [GeneratedRegex(
        """
        Failed\ to\ parse\ (template|file|configuration)|Failed\ to\ (initialize|prepare)\ build|Error\ parsing\ (JSON|template)|[Tt]emplate\ validation\ failed
        |Errors\ validating\ build|unknown\ configuration\ key|required\ variable\ not\ set|^(Error:\ )?Unset\ variable
        |^Error:\ (Unsupported\ (argument|block\ type|attribute)|Missing\ required\ argument|Invalid\ (reference|block\ definition|expression)|Argument\ or\ block\ definition)
        |(builder|provisioner|post-processor)\ type\ '?[\w-]{1,60}'?\ (not\ found|is\ unknown)
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex HashiCorp { get; }

    [GeneratedRegex(
        """
        \((InvalidParameter\w{0,30}|MissingParameter|ValidationError|ValidationException|MalformedPolicyDocument|InvalidInput|UnknownParameter)\)
        |\b(InvalidParameter(Value|Combination)|MissingParameter):\ |Parameter\ validation\ failed:|Code="?(InvalidTemplate|InvalidParameter|InvalidRequestFormat)
        |Invalid\ value\ for\ field\ '
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Parameters { get; }

    [GeneratedRegex(
        @"\b(unrecognized|unknown|invalid|illegal)\ option\b|\bunrecognized\ arguments?:|\bunknown\ (flag|command|shorthand\ flag):?\ |the\ following\ arguments\ are\ required:",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Usage { get; }
}
