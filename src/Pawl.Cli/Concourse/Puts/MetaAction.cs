using Pawl.Builds;
using Pawl.Cli.Concourse.Requests;

namespace Pawl.Cli.Concourse.Puts;

/// <summary><c>action: meta</c>: metadata is set.</summary>
internal sealed class MetaAction : PutAction
{
    public override IReadOnlyList<string> Keys => ["metadata", "metadata_file"];

    public override ValueTask<Func<Change, Change>> PrepareAsync(PutRequest put, CancellationToken cancellationToken)
    {
        if (!put.Params.Has("metadata") && !put.Params.Has("metadata_file"))
            throw new RequestException("`params.metadata` or `params.metadata_file` is needed: what to set");
        var values = MetadataInput.Read(put);
        return new(change =>
        {
            var set = values.Aggregate(change, (c, pair) => c.SetMetadata(pair.Key, pair.Value));
            put.Note($"build {put.Build} has {set.After.Metadata.Count} metadata values");
            return set;
        });
    }
}
