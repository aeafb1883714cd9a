using Pawl.Builds;
using Pawl.Cli.Concourse.Requests;
using Pawl.Running;

namespace Pawl.Cli.Concourse.Puts;

/// <summary><c>action: init</c>: the build begins; one that is there goes on.</summary>
internal sealed class InitAction : PutAction
{
    public override IReadOnlyList<string> Keys => ["provider", "image_type"];

    public override bool Begins => true;

    public override ValueTask<Func<Change, Change>> PrepareAsync(PutRequest put, CancellationToken cancellationToken)
    {
        var provider = put.Params.Label("provider");
        var type = put.Params.Label("image_type");
        return new(change => change.After.Exists ? GoOn(change, put, provider, type) : Begin(change, put, provider, type));
    }

    private static Change Begin(Change change, PutRequest put, Label? provider, Label? type)
    {
        var build = NewBuild.Of(put.Pipeline, provider, type, what => put.Params.Fault(what, $"is needed to begin build {put.Build}, or `pipeline`, a file that says it"));
        put.Note($"build {put.Build} begins");
        return RunLink.Set(build.Create(change), put);
    }

    private static Change GoOn(Change change, PutRequest put, Label? provider, Label? type)
    {
        var build = change.After;
        if ((provider ?? build.Provider) != build.Provider || (type ?? build.ImageType) != build.ImageType)
            throw new TransitionRefusedException($"build {build.Id} is for {build.Provider}/{build.ImageType}, and this put is for {provider ?? build.Provider}/{type ?? build.ImageType}; correct it, or take another build id");
        if (put.Pipeline is { } same)
            PipelineContinuity.RequireSame(build, same);
        if (build.Status == BuildStatus.Completed)
        {
            put.Note($"build {build.Id} is completed already");
            return change;
        }

        put.Note($"build {build.Id} is there already, at state {build.Current} ({build.Status.ToText()}); it goes on");
        var free = change.RequireFree(put.Call.IsKnownDead);
        return RunLink.Set(put.Pipeline is { } pipeline ? PipelineContinuity.TakeOver(free, pipeline, put.Note) : free, put);
    }
}
