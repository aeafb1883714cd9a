using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Completion;
using Pawl.Cli.Concourse.Folders;
using Pawl.Cli.Concourse.Puts;
using Pawl.Cli.Concourse.Requests;
using Pawl.Cli.Concourse.Versions;
using Pawl.Pipelines;
using Pawl.Secrets;

namespace Pawl.Cli.Verbs.Concourse;

/// <summary><c>pawl concourse out</c>: <c>/opt/resource/out</c>.</summary>
internal sealed class ResourceOutVerb : ResourceVerb
{
    private readonly Argument<string> _folder = new Argument<string>("FOLDER") { Description = "Where the outputs of earlier steps are." }.Completing(Candidates.AllFiles);

    public ResourceOutVerb()
        : base("out", "Concourse's /opt/resource/out: begin, start, complete, fail, roll back a build, or set its metadata.") => Add(_folder);

    public override IReadOnlyList<string> Examples =>
        ["echo '{\"source\": {\"store\": \"s3://builds\", \"build\": \"web-42\"}, \"params\": {\"action\": \"start\"}}' | pawl concourse out ."];

    public override IReadOnlyList<ExitCode> ExitCodes => WorkCodes;

    protected override IReadOnlyList<string> Keys => ["source", "params"];

    protected override async ValueTask AnswerAsync(Request request, CancellationToken cancellationToken)
    {
        var parameters = request.Map.Map("params");
        var redactor = RedactorOf(request, parameters);
        var action = PutActions.Of(parameters);
        var folder = new PutFolder(request.Call.Get(_folder));
        var put = new PutRequest(
            parameters, folder, BuildOf(request, parameters, folder), PipelineOf(request, parameters, folder), redactor, request.Call, request.Log.Worker);
        var decide = await action.PrepareAsync(put, cancellationToken).ConfigureAwait(false);
        var after = await request.PatientlyAsync(() => ChangeAsync(request, put, action, decide, cancellationToken), cancellationToken).ConfigureAwait(false);
        foreach (var note in put.Notes)
            request.Tell(note);
        ScriptAnswer.WriteVersion(after, request.Call.Out);
    }

    private static async ValueTask<BuildState> ChangeAsync(
        Request request, PutRequest put, PutAction action, Func<Change, Change> decide, CancellationToken cancellationToken)
    {
        var log = request.Log;
        if (!action.Begins)
            await action.WaitAsync(await log.LoadAsync(put.Build, cancellationToken).ConfigureAwait(false), put, cancellationToken).ConfigureAwait(false);
        return await log.ChangeRepeatedlyAsync(put.Build, Decide, cancellationToken).ConfigureAwait(false);

        Change Decide(Change change)
        {
            put.Forget();
            return change.After.Exists || action.Begins ? decide(change) : throw new NoSuchBuildException(put.Build, request.Store.Location);
        }
    }

    // A task's secrets are no credentials of the store's; what the task printed may hold them all the same.
    private static Redactor RedactorOf(Request request, RequestMap parameters)
    {
        var secrets = parameters.Texts("secrets").Values;
        return request.Call.Terminal.Redactor = Redactor.For(request.Source.Credentials.Values.Concat(secrets));
    }

    private static BuildId BuildOf(Request request, RequestMap parameters, PutFolder folder)
    {
        var named = parameters.Text("build") ?? folder.ReadText(parameters, "build_file");
        if (parameters.Has("build") && parameters.Has("build_file"))
            throw parameters.Fault("build", "and `params.build_file` both name a build; take one of them out");
        var key = parameters.Has("build") ? "build" : "build_file";
        var build = named is null ? request.Source.Build : BuildId.TryParse(named, out var id) ? id : throw parameters.Fault(key, $"names the build '{Ask.Shorten(named)}', which must be {BuildId.Rule}");
        return (build, request.Source.Build) switch
        {
            (null, _) => throw new RequestException("no build is named: give `source.build`, `params.build`, or `params.build_file`, a file with its id"),
            ({ } found, { } own) when found != own => throw parameters.Fault(key, $"names build {found}, and the resource is of build {own}; correct one of them"),
            ({ } found, _) => found,
        };
    }

    private static Pipeline? PipelineOf(Request request, RequestMap parameters, PutFolder folder) =>
        folder.Find(parameters, "pipeline") is { } file ? PipelineInput.Load(file, request.Call.Terminal) : null;
}
