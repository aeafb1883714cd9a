using Pawl.Builds;
using Pawl.Cli.Concourse.Versions;

namespace Pawl.Cli.Verbs.Concourse;

/// <summary><c>pawl concourse check</c>: <c>/opt/resource/check</c>.</summary>
internal sealed class ResourceCheckVerb() : ResourceVerb("check", "Concourse's /opt/resource/check: print the versions of a build, or of all builds, since the one that is known.")
{
    public override IReadOnlyList<string> Examples => ["echo '{\"source\": {\"store\": \"s3://builds\", \"build\": \"web-42\"}, \"version\": null}' | pawl concourse check"];

    public override IReadOnlyList<ExitCode> ExitCodes => Codes(StoreCodes, ExitCode.NotAllowed);

    protected override IReadOnlyList<string> Keys => ["source", "version"];

    protected override async ValueTask AnswerAsync(Request request, CancellationToken cancellationToken)
    {
        var known = request.Map.Has("version") ? ResourceVersion.Read(request.Map, request.Source.Build) : null;
        var filter = request.Source.Filter;
        IReadOnlyList<BuildState> found;
        if (request.Source.Build is { } id)
        {
            // What another program wrote into the store's tables becomes a version.
            await request.Log.AdoptAsync(id, cancellationToken).ConfigureAwait(false);
            found = await BuildVersions.FindAsync(request.Store, id, filter, known, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            found = await FleetVersions.FindAsync(request.Store, filter, known, cancellationToken).ConfigureAwait(false);
        }

        ScriptAnswer.WriteVersions(found, request.Call.Out);
    }
}
