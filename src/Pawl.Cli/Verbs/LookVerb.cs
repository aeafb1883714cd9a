using System.CommandLine;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Cli.Verbs;

/// <summary>A verb that shows something of one build, and changes nothing.</summary>
internal abstract class LookVerb : Verb
{
    protected LookVerb(string name, string summary)
        : base(name, summary) => Add(Build);

    /// <summary>Which build.</summary>
    protected Argument<BuildId> Build { get; } = Ask.BuildId();

    public override IReadOnlyList<ExitCode> ExitCodes => LookCodes;

    public sealed override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = call.OpenStore();
        var build = await call.Log(store).LoadAsync(call.Get(Build), cancellationToken).ConfigureAwait(false);
        return await ShowAsync(build, call, store, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Shows it.</summary>
    protected abstract ValueTask<ExitCode> ShowAsync(BuildState build, Invocation call, IBuildStore store, CancellationToken cancellationToken);
}
