using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Output;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl start</c>: a script begins an attempt.</summary>
internal sealed class StartVerb : ChangeVerb
{
    private static readonly TimeSpan DefaultLease = TimeSpan.FromHours(1);

    private readonly Argument<StateCode?> _state = Ask.State();
    private readonly Option<TimeSpan?> _lease = Ask.LeaseOption("How long the build is yours without another word: others are refused until then. Default 1h.");

    public StartVerb()
        : base("start", "Begin an attempt at the current state and take the build's lease; `succeed` and `fail` give it back.")
    {
        Add(_state);
        Add(_lease);
    }

    public override IReadOnlyList<string> Examples => ["pawl start web-42", "pawl start web-42 35 --lease 3h"];

    protected override ValueTask<Func<Change, Change>> PrepareAsync(Invocation call, CancellationToken cancellationToken)
    {
        var state = call.Get(_state);
        var lease = call.Get(_lease) ?? DefaultLease;
        return new(change => change.Claim(lease, call.IsKnownDead).Start(state ?? change.After.Current));
    }

    protected override string Say(BuildState after) =>
        $"build {after.Id}: attempt {after.Attempt?.Number} at state {BuildText.State(after)} begins; the build is yours until {TimeText.Absolute(after.Lease!.Until)}";
}
