using Pawl.Cli.Concourse;
using Pawl.Cli.Concourse.Requests;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Concourse;

/// <summary>A script of the Concourse resource type: a request in JSON on standard input, an answer in JSON on standard output, the rest on standard
/// error. See https://concourse-ci.org/implementing-resource-types.html.</summary>
internal abstract class ResourceVerb(string name, string summary) : Verb(name, summary)
{
    /// <summary>A call's request, as far as all scripts have it.</summary>
    protected sealed record Request(Invocation Call, RequestMap Map, Source Source, IBuildStore Store)
    {
        /// <summary>Says something to people.</summary>
        public void Tell(string text) => Call.Terminal.Note(text);

        /// <summary>The hand of this run of a job on the store.</summary>
        public BuildLog Log => new(Store, Call.Time, ConcourseRun.Worker(Source.Holder, Call.Worker));

        /// <summary>Asks the store for as long as the source says.</summary>
        public ValueTask<T> PatientlyAsync<T>(Func<ValueTask<T>> action, CancellationToken cancellationToken) =>
            new StorePatiently(Call.Time, Source.Patience, Tell).TryAsync(action, cancellationToken);
    }

    /// <summary>The keys of its request.</summary>
    protected abstract IReadOnlyList<string> Keys { get; }

    public sealed override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        try
        {
            var map = await RequestInput.ReadAsync(cancellationToken).ConfigureAwait(false);
            var source = Source.Read(map, call.Terminal);
            map.RequireKeys(Keys);
            await using var store = call.OpenToWork(source.Place);
            await AnswerAsync(new Request(call, map, source, store), cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        }
        catch (Exception e) when (e is UsageException or StoreUrlException)
        {
            // What elsewhere is a wrong argument or file was asked for by a request here.
            throw new RequestException(e.Message, e);
        }
    }

    /// <summary>Does what is asked for, and writes the answer.</summary>
    protected abstract ValueTask AnswerAsync(Request request, CancellationToken cancellationToken);
}
