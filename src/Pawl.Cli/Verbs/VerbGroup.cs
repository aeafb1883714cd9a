using System.CommandLine;

namespace Pawl.Cli.Verbs;

/// <summary>A word with verbs under it: <c>pawl meta get</c>.</summary>
internal sealed class VerbGroup : Command
{
    public VerbGroup(string name, string summary, params ReadOnlySpan<Verb> verbs)
        : base(name, summary)
    {
        foreach (var verb in verbs)
            Add(verb);
    }
}
