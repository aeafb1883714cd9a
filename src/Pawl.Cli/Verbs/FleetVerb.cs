using Pawl.Cli.Output;
using Pawl.Stores;

namespace Pawl.Cli.Verbs;

/// <summary>A verb that lists builds.</summary>
internal abstract class FleetVerb(string name, string summary) : Verb(name, summary)
{
    private static readonly string[] Heads = ["BUILD", "STATE", "STATUS", "PROVIDER", "IMAGE TYPE", "PIPELINE", "CHANGED", "ERROR"];

    public override IReadOnlyList<ExitCode> ExitCodes => StoreCodes;

    public sealed override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var reader = call.OpenReader();
        var query = Query(call);
        var builds = reader.ListAsync(query, cancellationToken);
        if (call.WantsJson)
        {
            var shapes = builds.Select(SummaryJson.Of);
            await call.Terminal.WriteJsonAsync(shapes, PawlJson.Readable.IAsyncEnumerableSummaryJson, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var now = call.Time.GetUtcNow();
            var rows = await builds.Select(build => Row(build, now)).ToListAsync(cancellationToken).ConfigureAwait(false);
            if (rows.Count > 0)
                PlainTable.Write(call.Terminal, Heads, rows);
            else
                call.Terminal.Note($"no such builds in {reader.Location}");
            if (rows.Count == query.Limit)
                call.Terminal.Note($"the {rows.Count} changed last; --limit 0 shows all");
        }

        return ExitCode.Done;
    }

    /// <summary>Which builds.</summary>
    protected abstract BuildQuery Query(Invocation call);

    private static string[] Row(BuildSummary build, DateTimeOffset now) =>
    [
        build.Id.Value, build.Current.ToString(), Builds.BuildStatusText.ToText(build.Status), build.Provider.Value, build.ImageType.Value,
        build.Pipeline, TimeText.Relative(build.LastUpdate, now), build.Error,
    ];
}
