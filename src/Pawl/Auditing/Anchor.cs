using System.Globalization;
using Pawl.Builds;

namespace Pawl.Auditing;

/// <summary>How far a build's history had got at a moment, signed by the operator and kept where those who write to the store can't: what was cut
/// off since, or written anew with hashes that fit, doesn't fit it.</summary>
/// <param name="Build">The build.</param>
/// <param name="Version">The version.</param>
/// <param name="Head">The hash of the event that made it.</param>
/// <param name="At">When it was signed.</param>
/// <param name="By">By whom.</param>
/// <param name="Key">The name of the key.</param>
/// <param name="Signature">HMAC-SHA256 of the rest.</param>
public sealed record Anchor(BuildId Build, BuildVersion Version, ChainHash Head, DateTimeOffset At, string By, string Key, string Signature)
{
    /// <summary>Signs where a build stands.</summary>
    public static Anchor Of(BuildState state, Occasion occasion, OperatorKey key)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(occasion);
        ArgumentNullException.ThrowIfNull(key);
        var bare = new Anchor(state.Id, state.Version, state.Head, occasion.At, occasion.Worker.Name, key.Name, "");
        return bare with { Signature = key.Sign(bare.Text) };
    }

    /// <summary>True when this key signed it as it stands.</summary>
    public bool IsBy(OperatorKey key) => key.HasSigned(Text, Signature);

    // A line a value: none of them has a line end in it, so no two anchors have the same text.
    private string Text => string.Join(
        '\n', "pawl anchor 1", Build.Value, Version.Value.ToString(CultureInfo.InvariantCulture), Head, UtcTime.Format(At), By.ReplaceLineEndings(" "), Key);
}
