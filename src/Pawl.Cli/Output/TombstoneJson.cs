using Pawl.Auditing;

namespace Pawl.Cli.Output;

/// <summary>A build that was removed whole. <c>signature</c> is <c>none</c>, <c>unchecked</c> (no key was given), <c>valid</c>, <c>invalid</c> or
/// <c>other-key</c>.</summary>
internal sealed record TombstoneJson(string BuildId, long Version, string? Head, DateTimeOffset At, string By, string Why, string? Key, string Signature)
{
    public static TombstoneJson Of(Tombstone tombstone, OperatorKey? key) => new(
        tombstone.Build.Value,
        tombstone.Version.Value,
        tombstone.Head.IsNone ? null : tombstone.Head.ToString(),
        tombstone.At,
        tombstone.By,
        tombstone.Why,
        tombstone.IsSigned ? tombstone.Key : null,
        Word(tombstone, key));

    private static string Word(Tombstone tombstone, OperatorKey? key) => tombstone switch
    {
        { IsSigned: false } => "none",
        _ when key is null => "unchecked",
        _ when tombstone.IsBy(key) => "valid",
        _ when tombstone.Key != key.Name => "other-key",
        _ => "invalid",
    };
}
