using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sealing;

/// <summary>How sealed values are shown: in the clear to those who have the key, and as <c>(sealed)</c> to those who have none. A key that isn't the
/// right one is an error: whoever gave it takes what he reads for the truth.</summary>
internal static class SealedReading
{
    public static async ValueTask<TextMap> ViewAsync(SealKeys keys, BuildState build, IAsyncEnumerable<BuildEvent> history, CancellationToken cancellationToken)
    {
        if (build.Erasure is not null)
            return (text, _) => text.Length == 0 ? text : SealedText.Erased;
        if (keys.AreMissing)
            return (text, _) => text.Length == 0 ? text : SealedText.Hidden;
        return (await keys.OpenAsync(build, history, cancellationToken).ConfigureAwait(false)).Unseal;
    }

    public static async IAsyncEnumerable<BuildEvent> ClearAsync(
        IAsyncEnumerable<BuildEvent> history, TextMap view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in history.WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return SealedValues.Map(happened, view);
    }

    /// <summary>Lines of a list. Only failed builds have something sealed in theirs; one that can't be unsealed is no reason not to show the others.</summary>
    public static async IAsyncEnumerable<BuildSummary> ClearAsync(
        IAsyncEnumerable<BuildSummary> builds, Func<BuildId, CancellationToken, ValueTask<BuildState>> load, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var build in builds.WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return SealedText.IsStart(build.Error) ? build with { Error = await ErrorAsync(build.Id, load, cancellationToken).ConfigureAwait(false) } : build;
    }

    /// <summary>True when nothing in an event is in the clear that would have to be sealed.</summary>
    public static bool IsSealed(BuildEvent happened)
    {
        var isSealed = true;
        SealedValues.Map(happened, (text, _) =>
        {
            isSealed &= text.Length == 0 || SealedText.IsOne(text);
            return text;
        });
        return isSealed;
    }

    // A list may cut what is too long for it: the build itself has all of it.
    private static async ValueTask<string> ErrorAsync(BuildId id, Func<BuildId, CancellationToken, ValueTask<BuildState>> load, CancellationToken cancellationToken)
    {
        try
        {
            return BuildSummary.Of(await load(id, cancellationToken).ConfigureAwait(false)).Error;
        }
        catch (StoreException e) when (e.Fault is StoreFault.WrongKey or StoreFault.Corrupt or StoreFault.Newer)
        {
            return SealedText.Hidden;
        }
    }
}
