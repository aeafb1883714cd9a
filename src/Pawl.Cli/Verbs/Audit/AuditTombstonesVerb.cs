using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Output;

namespace Pawl.Cli.Verbs.Audit;

/// <summary><c>pawl audit tombstones</c>.</summary>
internal sealed class AuditTombstonesVerb : Verb
{
    private readonly Argument<BuildId?> _build = Ask.OptionalBuildId("The id of a build that was removed; without it all of them.");

    public AuditTombstonesVerb()
        : base("tombstones", "List the builds that were removed whole from a store: at which version, when, by whom, why, and whether that is signed.") => Add(_build);

    public override IReadOnlyList<string> Examples => ["pawl audit tombstones web-42", "pawl audit tombstones --json | jq -r '.[] | select(.signature != \"valid\") | .buildId'"];

    public override IReadOnlyList<ExitCode> ExitCodes => StoreCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var key = AuditAsk.TryKey();
        await using var place = call.OpenTombstones();
        var tombstones = place.ReadAsync(call.Get(_build), cancellationToken).Select(tombstone => TombstoneJson.Of(tombstone, key));
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(tombstones, PawlJson.Readable.IAsyncEnumerableTombstoneJson, cancellationToken).ConfigureAwait(false);
        else
            await foreach (var tombstone in tombstones.ConfigureAwait(false))
                await call.Out.WriteLineAsync(Line(tombstone)).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static string Line(TombstoneJson tombstone) =>
        $"{tombstone.BuildId} version {tombstone.Version}: removed {UtcTime.Format(tombstone.At)} by {Visible.Line(tombstone.By)}: {Visible.Line(tombstone.Why)} ({Signed(tombstone)})";

    private static string Signed(TombstoneJson tombstone) => tombstone.Signature switch
    {
        "none" => "not signed",
        "unchecked" => $"signed by key {Visible.Line(tombstone.Key!)}, not checked",
        "valid" => "signed",
        "other-key" => $"signed by another key, {Visible.Line(tombstone.Key!)}",
        _ => "not as it was signed",
    };
}
