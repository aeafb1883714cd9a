using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Erasing;
using Pawl.Running;
using Pawl.Sealing;
using Pawl.Stores;
using Pawl.Stores.Copying;

namespace Pawl.Cli.Verbs.Erasing;

/// <summary>A verb about what names a person.</summary>
internal abstract class SubjectVerb : Verb
{
    private const int MostBytes = 1 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Argument<string[]> _names = new("NAME")
    {
        Description = "What names the person: names, addresses, accounts. Whole words are looked for, in any case.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _file = new("--names")
    {
        Description = "A file of names, one a line, or - for standard input: there they are in no list of processes.",
        HelpName = "FILE|-",
    };

    private readonly Option<BuildId?> _only = Ask.BuildIdOption("--build", "Only this build; without it all builds of the store.");

    protected SubjectVerb(string name, string summary)
        : base(name, summary)
    {
        Add(_names);
        Add(_file);
        Add(_only);
    }

    /// <summary>The person that was asked for.</summary>
    /// <exception cref="UsageException">No name was given, or one is too short.</exception>
    protected async ValueTask<Subject> SubjectAsync(Invocation call, CancellationToken cancellationToken)
    {
        var listed = call.Get(_file) is { } file ? await InputFile.ReadAsync("--names", file, ReadLinesAsync, cancellationToken).ConfigureAwait(false) : [];
        try
        {
            return new Subject(call.Get(_names).Concat(listed));
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"{Visible.Line(e.Message.Split(" (Parameter", 2)[0])}; give NAMEs of at least {Subject.Shortest} characters, or --names FILE");
        }
    }

    /// <summary>The builds to look into; also those that the store has no more, and this machine still has logs of.</summary>
    /// <exception cref="NoSuchBuildException">There is no such build.</exception>
    protected async IAsyncEnumerable<BuildId> BuildsAsync(Invocation call, IBuildStore store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (call.Get(_only) is { } one)
        {
            if (!(await store.LoadAsync(one, cancellationToken).ConfigureAwait(false)).State.Exists && AttemptLogs.Of(call.LogFolder, one).All.Count == 0)
                throw new NoSuchBuildException(one, store.Location);
            yield return one;
            yield break;
        }

        var there = new HashSet<BuildId>();
        await foreach (var id in store.ListAllIdsAsync(cancellationToken).ConfigureAwait(false))
        {
            there.Add(id);
            yield return id;
        }

        foreach (var id in AttemptLogs.BuildsIn(call.LogFolder).Where(id => !there.Contains(id)))
            yield return id;
    }

    /// <summary>All that names the person in one build.</summary>
    protected static async ValueTask<SubjectFindings> FindAsync(Invocation call, IBuildStore store, Subject subject, BuildId id, CancellationToken cancellationToken)
    {
        var build = (await store.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State;
        var mentions = await new SubjectSearch(store, subject).FindAsync(build, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (build.Erasure is not null)
            return new SubjectFindings(build, mentions, []);
        var sealer = await SealedBuildStore.FindSealerAsync(store, id, cancellationToken).ConfigureAwait(false);
        var logs = new SubjectLogs(call.LogFolder, subject).FindAsync(id, sealer, cancellationToken);
        return new SubjectFindings(build, mentions, await logs.ToListAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Does something for each build; one that can't be looked into is told of, and the others go on.</summary>
    protected async ValueTask<ExitCode> EachAsync(Invocation call, IBuildStore store, Func<BuildId, Task> act, CancellationToken cancellationToken)
    {
        var code = ExitCode.Done;
        await foreach (var id in BuildsAsync(call, store, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await act(id).ConfigureAwait(false);
            }
            catch (Exception e) when (e is StoreException or BuildDivergedException)
            {
                code = e is StoreException ? ExitCode.Store : code == ExitCode.Done ? ExitCode.NotAllowed : code;
                call.Terminal.Note($"pawl: build {id}: {e.Message}");
            }
        }

        return code;
    }

    private static async ValueTask<string[]> ReadLinesAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostBytes + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (length > MostBytes)
            throw new UsageException($"--names: more than {MostBytes} bytes; a list of names is shorter");
        try
        {
            // Read as something else than it is, it would be found nowhere, and he would be told that nothing is recorded of him.
            var text = StrictUtf8.GetString(buffer, 0, length).TrimStart('\uFEFF');
            return text.Contains('\0') ? throw NotUtf8() : text.Split('\n');
        }
        catch (DecoderFallbackException)
        {
            throw NotUtf8();
        }
    }

    private static UsageException NotUtf8() => new("--names: the names aren't in UTF-8; convert them, with iconv for example");
}

/// <summary>All that names a person in one build.</summary>
/// <param name="Build">The build.</param>
/// <param name="Mentions">In its history.</param>
/// <param name="Lines">In its logs on this machine.</param>
internal sealed record SubjectFindings(BuildState Build, IReadOnlyList<Mention> Mentions, IReadOnlyList<LogMention> Lines)
{
    /// <summary>A mention's value, unless it is of sensitive metadata: that is shown by <c>pawl meta get --reveal</c> alone, which writes down who asked.</summary>
    public string ValueOf(Mention mention) =>
        Build.SensitiveKeys.Any(key => mention.Field == SealedField.Metadata(key).Name) ? ShownMetadata.Hidden : mention.Value;
}
