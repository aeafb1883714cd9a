using Pawl.Sealing;

namespace Pawl.Cli.Verbs.Keys;

/// <summary><c>pawl key new</c>.</summary>
internal sealed class KeyNewVerb() : KeyFileVerb(
    "new", "Make a key that seals builds, in a file that only you can read. Keep a copy of it elsewhere: without it nothing sealed can be read.")
{
    public override IReadOnlyList<string> Examples => ["pawl key new /etc/pawl/seal.key"];

    protected override string NameOf(string text) => $"{LocalKey.Parse(text).Identity}";
}
