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
        await using var reader = Open(call);
        var build = await reader.ReadAsync(call.Get(Build), cancellationToken).ConfigureAwait(false);
        return await ShowAsync(build, call, reader, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens what it looks into: what people look at may come from the cache.</summary>
    protected virtual IBuildReader Open(Invocation call) => call.OpenReader();

    /// <summary>Shows it.</summary>
    protected abstract ValueTask<ExitCode> ShowAsync(BuildState build, Invocation call, IBuildReader reader, CancellationToken cancellationToken);
}
