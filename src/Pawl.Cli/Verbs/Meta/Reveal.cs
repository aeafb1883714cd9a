using System.Collections.Immutable;
using System.CommandLine;
using Pawl.Builds;

namespace Pawl.Cli.Verbs.Meta;

/// <summary>Sensitive metadata is shown once it is written down who is shown it.</summary>
internal static class Reveal
{
    public static Option<bool> Option() => new("--reveal") { Description = "Show sensitive values too. Who did so is written to the history first." };

    /// <summary>Writes down that these keys are shown.</summary>
    /// <exception cref="Pawl.Stores.StoreException">It can't be written down; then they are not shown.</exception>
    public static async ValueTask RecordAsync(Invocation call, BuildState build, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        ImmutableArray<string> sensitive = [.. keys.Where(build.SensitiveKeys.Contains).Order(StringComparer.Ordinal)];
        if (sensitive.IsEmpty)
            return;
        await using var store = call.OpenBuilds();
        await call.Log(store).ChangeRepeatedlyAsync(build.Id, change => change.ShowSensitive(sensitive), cancellationToken).ConfigureAwait(false);
    }
}
