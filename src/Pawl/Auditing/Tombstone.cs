using System.Globalization;
using Pawl.Builds;
using Pawl.Secrets;

namespace Pawl.Auditing;

/// <summary>Says that a build was removed whole from a store by right: when, by whom and why. It speaks of one history up to one version; its id may be
/// used again.</summary>
/// <param name="Build">The build.</param>
/// <param name="Version">The version that it had reached.</param>
/// <param name="Head">The hash of the event that made it; none for a build that is older than the chain.</param>
/// <param name="At">When it was removed.</param>
/// <param name="By">By whom.</param>
/// <param name="Why">Why: one line, in the clear.</param>
/// <param name="Key">The name of the operator's key that signed it; empty when none did.</param>
/// <param name="Signature">HMAC-SHA256 of the rest; empty when it isn't signed.</param>
public sealed record Tombstone(BuildId Build, BuildVersion Version, ChainHash Head, DateTimeOffset At, string By, string Why, string Key, string Signature)
{
    /// <summary>True when some key signed it; <see cref="IsBy"/> tells whether it did.</summary>
    public bool IsSigned => Signature.Length > 0;

    /// <summary>A tombstone of a build as it stands. Nothing sealed may be in the reason: it is kept in the clear.</summary>
    /// <param name="state">The build, as it is recorded.</param>
    /// <param name="occasion">When it is removed, and by whom.</param>
    /// <param name="reason">Why. What looks like a secret is taken out.</param>
    /// <param name="key">Signs it; null to leave it unsigned.</param>
    public static Tombstone Of(BuildState state, Occasion occasion, string reason, OperatorKey? key)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(occasion);
        var why = ErrorText.Clean(reason, Redactor.Standard).ReplaceLineEndings(" ");
        var bare = new Tombstone(state.Id, state.Version, state.Head, occasion.At, occasion.Worker.Name, why, key?.Name ?? "", "");
        return key is null ? bare : bare with { Signature = key.Sign(bare.Text) };
    }

    /// <summary>True when this key signed it as it stands.</summary>
    public bool IsBy(OperatorKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return IsSigned && key.HasSigned(Text, Signature);
    }

    /// <summary>True when what an anchor says of a history is no more than what was removed: the anchor is of the same build, from before the removal, and
    /// of an earlier version, or of this one with the same hash.</summary>
    public bool Covers(Anchor anchor)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        return anchor.Build == Build && anchor.At <= At && (anchor.Version < Version || (anchor.Version == Version && anchor.Head == Head));
    }

    // Each text with its length before it, so that no two tombstones have the same text.
    private string Text => string.Join(
        '\n', "pawl tombstone 1", Build.Value, Version.Value.ToString(CultureInfo.InvariantCulture), Head, UtcTime.Format(At), Sized(By), Sized(Why), Key);

    private static string Sized(string text) => string.Create(CultureInfo.InvariantCulture, $"{text.Length}:{text}");
}
