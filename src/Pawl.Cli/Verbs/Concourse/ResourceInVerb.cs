using System.CommandLine;
using Pawl.Cli.Completion;
using Pawl.Cli.Concourse.Folders;
using Pawl.Cli.Concourse.Requests;
using Pawl.Cli.Concourse.Versions;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Concourse;

/// <summary><c>pawl concourse in</c>: <c>/opt/resource/in</c>.</summary>
internal sealed class ResourceInVerb : ResourceVerb
{
    private readonly Argument<string> _folder = new Argument<string>("FOLDER") { Description = "Where the files go." }.Completing(Candidates.AllFiles);

    public ResourceInVerb()
        : base("in", "Concourse's /opt/resource/in: write a build, as it was at a version, into a folder.") => Add(_folder);

    public override IReadOnlyList<string> Examples =>
        ["echo '{\"source\": {\"store\": \"s3://builds\"}, \"version\": {\"build\": \"web-42\", \"version\": \"7\"}}' | pawl concourse in build"];

    public override IReadOnlyList<ExitCode> ExitCodes => StoreCodes;

    protected override IReadOnlyList<string> Keys => ["source", "version", "params"];

    protected override async ValueTask AnswerAsync(Request request, CancellationToken cancellationToken)
    {
        var parameters = request.Map.Map("params");
        parameters.RequireKeys("skip_download");
        var wanted = ResourceVersion.Read(request.Map, request.Source.Build)
            ?? throw new RequestException("`version` must say which build and which version of it: {\"build\": \"web-42\", \"version\": \"7\"}");
        var build = await request.PatientlyAsync(() => Timeline.FindAsync(request.Store, wanted, cancellationToken), cancellationToken).ConfigureAwait(false)
            ?? throw new RequestException($"there is no {wanted} in {request.Store.Location} any more: the build was erased, or its history is another one now; check the resource for its present versions");
        if (!parameters.Flag("skip_download"))
        {
            var (_, standing) = BuildStanding.Of(build, request.Call.Time.GetUtcNow(), request.Call.IsKnownDead);
            var folder = new InputFolder(request.Call.Get(_folder), build);
            await folder.WriteAsync(new StoreReader(request.Log), standing, request.Tell, cancellationToken).ConfigureAwait(false);
        }

        ScriptAnswer.WriteVersion(build, request.Call.Out);
    }
}
