using Pawl.Auditing;

namespace Pawl.Cli.Verbs.Audit;

/// <summary><c>pawl audit key</c>.</summary>
internal sealed class AuditKeyVerb() : KeyFileVerb(
    "key", "Make a key to sign anchors with, in a file that only you can read. Keep it where those who write to the store can't get it.")
{
    public override IReadOnlyList<string> Examples => ["pawl audit key /etc/pawl/audit.key"];

    protected override string NameOf(string text) => OperatorKey.Parse(text).Name;
}
