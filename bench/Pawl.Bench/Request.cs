using System.Diagnostics.CodeAnalysis;

namespace Pawl.Bench;

/// <summary>What to measure.</summary>
internal sealed record Request(Places Places, Settings Settings, string[] Parts)
{
    private static readonly string[] AllParts = ["commands", "steps", "fleet", "history", "stores", "waiting", "redactor", "sealing"];

    /// <summary>True when this part was named, or none was.</summary>
    public bool Wants(string part) => Parts.Length == 0 || Parts.Contains(part);

    public static bool TryParse(string[] args, [NotNullWhen(true)] out Request? request)
    {
        request = null;
        if (args is not [var root, .. var rest])
            return false;
        var parts = rest.Where(arg => arg != "--quick").ToArray();
        if (parts.Except(AllParts).Any())
            return false;
        var places = new Places(Path.Combine(root, "artifacts/pawl/pawl"), Path.Combine(root, "bench/guide"), Path.Combine(root, "bench/peers"));
        request = new Request(places, rest.Contains("--quick") ? Settings.Quick : Settings.Full, parts);
        return true;
    }
}
