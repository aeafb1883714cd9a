using System.CommandLine;
using System.Diagnostics;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Cli.Stores;
using Pawl.Running;
using Pawl.Stores;
using Pawl.Stores.Mirroring;

namespace Pawl.Cli;

/// <summary>One call of the program: what was asked for, and the world around it.</summary>
internal sealed class Invocation(ParseResult parsed, Terminal terminal)
{
    public Terminal Terminal => terminal;

    public TextWriter Out => terminal.Out;

    public bool WantsJson => terminal.Format == OutputFormat.Json;

    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>The value of an argument or option that is required or has a default.</summary>
    public T Get<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);

    /// <summary>The value of an option; its type's default when it isn't given.</summary>
    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>The world around a store.</summary>
    public StoreContext StoreContext => new(Time, terminal.Note);

    /// <summary>Where the store is that was asked for.</summary>
    public StorePlace Place => StorePlace.Of(parsed.GetValue(GlobalOptions.Store));

    /// <summary>Where its mirror is; null when none was asked for.</summary>
    /// <exception cref="UsageException">The store can't have one.</exception>
    public StorePlace? MirrorPlace => MirrorOption.Of(parsed.GetValue(GlobalOptions.Mirror), Place);

    /// <summary>Opens the store that was asked for, with its mirror.</summary>
    public IBuildStore OpenStore() => Open(Place) switch
    {
        IOutboxStore local => OpenMirrored(local),
        var store => MirrorPlace is null ? store : throw new UnreachableException("a store without an outbox was given a mirror"),
    };

    /// <summary>Opens a store as it is.</summary>
    public IBuildStore Open(StorePlace place) => place.Kind.Open(place.Url, StoreContext);

    /// <summary>Puts a mirror to a store on this machine. Without one it still ships what is owed from earlier.</summary>
    public MirroredBuildStore OpenMirrored(IOutboxStore local) =>
        new(local, MirrorPlace?.Text, url => Open(StorePlace.Parse("--mirror", url)), ScriptWorker.Current, StoreContext);

    /// <summary>This process's hand on a store.</summary>
    public BuildLog Log(IBuildStore store) => new(store, Time, ScriptWorker.Current);

    /// <summary>Prints where a build stands: as JSON, or as this line for people.</summary>
    public async ValueTask<ExitCode> ShowAsync(BuildState build, string line, CancellationToken cancellationToken)
    {
        if (WantsJson)
            await terminal.WriteJsonAsync(BuildDocument.Of(build), PawlJson.Readable.BuildDocument, cancellationToken).ConfigureAwait(false);
        else
            await Out.WriteLineAsync(line).ConfigureAwait(false);
        return ExitCode.Done;
    }

    /// <summary>The same after a change. It is made: a script that was told otherwise would make it again, so it ends well also when the
    /// answer can't be printed.</summary>
    public ValueTask<ExitCode> ShowChangedAsync(BuildState after, string line, CancellationToken cancellationToken)
    {
        terminal.GoOnWithoutOutput();
        return ShowAsync(after, line, cancellationToken);
    }

    /// <summary>Tells whether a worker is known to be dead.</summary>
    public Func<Worker, bool> IsKnownDead { get; } = ProcessIdentityReader.IsKnownDead;

    /// <summary>Prints lines, or an array of them.</summary>
    public async ValueTask WriteLinesAsync(IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        if (WantsJson)
            await terminal.WriteJsonAsync(lines, PawlJson.Readable.IReadOnlyListString, cancellationToken).ConfigureAwait(false);
        else
            await Out.WriteLineAsync(string.Join('\n', lines)).ConfigureAwait(false);
    }
}
