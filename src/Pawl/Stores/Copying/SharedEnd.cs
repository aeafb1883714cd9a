using Pawl.Builds;

namespace Pawl.Stores.Copying;

/// <summary>Compares two histories by one event.</summary>
public static class SharedEnd
{
    /// <summary>True when both have the same event at a version: then they are the same up to it, since every event was appended to a history
    /// that it knew.</summary>
    public static async ValueTask<bool> IsSameAsync(RecordedHistory one, RecordedHistory other, BuildVersion version, CancellationToken cancellationToken)
    {
        var before = new BuildVersion(version.Value - 1);
        var ours = await one.After(before, cancellationToken).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var theirs = await other.After(before, cancellationToken).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return ours?.Id == theirs?.Id;
    }
}
