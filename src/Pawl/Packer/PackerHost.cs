using Pawl.Running;

namespace Pawl.Packer;

/// <summary>Runs Packer as the task, and hands on what it prints as lines for people.</summary>
/// <param name="host">Starts processes.</param>
/// <param name="command">What runs, whatever the task's own command is.</param>
/// <param name="output">Told of all that Packer prints.</param>
public sealed class PackerHost(ITaskHost host, PackerCommand command, PackerOutput output) : ITaskHost
{
    /// <inheritdoc/>
    public ITaskProcess Start(TaskSpec spec) =>
        new PackerTask(host.Start(spec with { Command = command.Words, WorkingDirectory = command.Directory }), output);

    /// <inheritdoc/>
    public Task<IReadOnlyList<int>> EndRemainsAsync(string markStart, CancellationToken cancellationToken) =>
        host.EndRemainsAsync(markStart, cancellationToken);
}
