using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Running;
using Pawl.Stores;

namespace Pawl.Cli.Verbs;

/// <summary>A verb that changes one build in one append, and says where the build stands then.</summary>
internal abstract class ChangeVerb : Verb
{
    protected ChangeVerb(string name, string summary)
        : base(name, summary) => Add(Build);

    /// <summary>Which build.</summary>
    protected Argument<BuildId> Build { get; } = Ask.BuildId();

    public override IReadOnlyList<ExitCode> ExitCodes => WorkCodes;

    public sealed override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var decide = await PrepareAsync(call, cancellationToken).ConfigureAwait(false);
        await using var store = call.OpenStoreToWork();
        var after = await AppendAsync(call.Log(store), call.Get(Build), Existing, cancellationToken).ConfigureAwait(false);
        LeftOutputs.Remove(call.LogFolder, after, call.IsKnownDead);
        return await call.ShowChangedAsync(after, Say(after), cancellationToken).ConfigureAwait(false);

        Change Existing(Change change) =>
            change.After.Exists ? decide(change) : throw new NoSuchBuildException(call.Get(Build), store.Location);
    }

    /// <summary>Reads what is needed from outside before the store is opened, and returns the change to make.</summary>
    protected abstract ValueTask<Func<Change, Change>> PrepareAsync(Invocation call, CancellationToken cancellationToken);

    /// <summary>Appends the change; by default once, so that a change by someone else in between is refused.</summary>
    protected virtual ValueTask<BuildState> AppendAsync(BuildLog log, BuildId id, Func<Change, Change> decide, CancellationToken cancellationToken) =>
        log.ChangeAsync(id, decide, cancellationToken);

    /// <summary>What people read afterwards.</summary>
    protected virtual string Say(BuildState after) => BuildText.Line(after);
}
