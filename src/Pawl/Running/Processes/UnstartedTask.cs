namespace Pawl.Running.Processes;

/// <summary>A task that could not be started.</summary>
/// <param name="reason">Why.</param>
internal sealed class UnstartedTask(string reason) : ITaskProcess
{
    /// <inheritdoc/>
    public Task<TaskEnd> Ended { get; } = Task.FromResult<TaskEnd>(new TaskEnd.NotStarted(reason));

    /// <inheritdoc/>
    public IAsyncEnumerable<TaskLine> ReadLinesAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<TaskLine>();

    /// <inheritdoc/>
    public void KeepAlive(TaskDeadline until)
    {
        // Nothing runs.
    }

    /// <inheritdoc/>
    public void Stop()
    {
        // Nothing runs.
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
