using Pawl.Builds;
using Pawl.Packer;
using Pawl.Running;
using Pawl.Secrets;

namespace Pawl.Cli.Verbs.Packer;

/// <summary>Packer within a task that a runner of pawl started: the runner begins and ends the state, so here it is only run, shown, and what it
/// made recorded. Secrets that the pipeline names are the runner's to take out: it reads all that is printed.</summary>
internal sealed class PackerTaskWork(Invocation call, BuildId id, PackerOrder order)
{
    /// <summary>True when this program is started by a task of that build. A build server may set BUILD_ID too, but not the others.</summary>
    public static bool IsTaskOf(BuildId id) =>
        Variable("BUILD_ID") == id.Value && Variable("PAWL_STATE").Length > 0 && Variable("PAWL_ATTEMPT").Length > 0 && Variable("PAWL_OUTPUT").Length > 0;

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="UsageException">Another state than the runner's is meant.</exception>
    public async Task<ExitCode> RunAsync(ITaskHost host, StateCode? wanted)
    {
        if (wanted is { } state && state.ToString() != Variable("PAWL_STATE"))
            throw new UsageException($"this is a task of state {Variable("PAWL_STATE")}, not of {state}; leave the state out");
        using var signals = new StopSignals();
        call.Terminal.GoOnWithoutOutput();
        try
        {
            return await RunAsync(new PackerRun(order, host), signals.Token).ConfigureAwait(false) ? ExitCode.Done : ExitCode.BuildFailed;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return signals.Code;
        }
    }

    private async Task<bool> RunAsync(PackerRun packer, CancellationToken stop)
    {
        await packer.LookAsync(stop).ConfigureAwait(false);
        var redactor = Redactor.For(order.Secrets.Select(name => new NamedSecret(name, Variable(name))), order.Secrets);
        switch (await ShowAsync(packer.Host, redactor, stop).ConfigureAwait(false))
        {
            case TaskEnd.Exited { Code: 0 }:
                await RecordAsync(packer, redactor, stop).ConfigureAwait(false);
                return true;
            case TaskEnd.NotStarted missing:
                throw new UsageException(missing.Message);
            case TaskEnd.Stopped:
                throw new OperationCanceledException(stop);
            default:
                return false;
        }
    }

    private async Task<TaskEnd> ShowAsync(ITaskHost packer, Redactor redactor, CancellationToken stop)
    {
        var grace = order.KillAfter > TimeSpan.Zero ? order.KillAfter : PackerOrder.UsualKillAfter;
        var task = packer.Start(new TaskSpec([], order.Command.Directory, OwnEnvironment.Variables, Timeout.InfiniteTimeSpan, grace));
        var lines = new LineRedactor(redactor);
        await using (task.ConfigureAwait(false))
        {
            using var stopped = stop.Register(task.Stop);
            await foreach (var line in task.ReadLinesAsync(CancellationToken.None).ConfigureAwait(false))
            {
                await call.Out.WriteLineAsync(lines.Redact(line.Text)).ConfigureAwait(false);
                await call.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            }

            return await task.Ended.ConfigureAwait(false);
        }
    }

    private async Task RecordAsync(PackerRun packer, Redactor redactor, CancellationToken stop)
    {
        var made = await packer.TakeInAsync(redactor, call.Terminal.Note, stop).ConfigureAwait(false);
        await using var store = call.OpenBuilds();
        await call.Log(store).ChangeRepeatedlyAsync(id, made.Record, stop).ConfigureAwait(false);
    }

    private static string Variable(string name) => OwnEnvironment.Variables.GetValueOrDefault(name, "");
}
