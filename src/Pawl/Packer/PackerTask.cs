using System.Runtime.CompilerServices;
using Pawl.Running;

namespace Pawl.Packer;

/// <summary>A running Packer.</summary>
internal sealed class PackerTask(ITaskProcess process, PackerOutput output) : ITaskProcess
{
    /// <inheritdoc/>
    public Task<TaskEnd> Ended => process.Ended;

    /// <inheritdoc/>
    public async IAsyncEnumerable<TaskLine> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var piece in process.ReadLinesAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var line in output.Read(piece))
                yield return new TaskLine(line, TaskLineEnd.Line);
        }

        foreach (var line in output.Finish())
            yield return new TaskLine(line, TaskLineEnd.Line);
    }

    /// <inheritdoc/>
    public void KeepAlive(TaskDeadline until) => process.KeepAlive(until);

    /// <inheritdoc/>
    public void Stop() => process.Stop();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => process.DisposeAsync();
}
