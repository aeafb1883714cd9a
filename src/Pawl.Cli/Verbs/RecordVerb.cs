using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Cli.Verbs;

/// <summary>A verb that records something beside the build's course: right at any time, so also while a worker holds the build
/// (a task calls it), and repeated when someone else changed the build in between.</summary>
internal abstract class RecordVerb(string name, string summary) : ChangeVerb(name, summary)
{
    public override IReadOnlyList<ExitCode> ExitCodes => ChangeCodes;

    protected override ValueTask<BuildState> AppendAsync(BuildLog log, BuildId id, Func<Change, Change> decide, CancellationToken cancellationToken) =>
        log.ChangeRepeatedlyAsync(id, decide, cancellationToken);
}
