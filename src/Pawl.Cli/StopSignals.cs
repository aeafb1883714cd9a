using System.Runtime.InteropServices;

namespace Pawl.Cli;

/// <summary>SIGINT, SIGTERM and SIGHUP while a build runs: the first asks the runner to stop and record that; a second one ends the program
/// at once, and the guard beside the task ends the task.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, ExitCode.Terminated)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, ExitCode.Terminated)),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>What the program ends with after a signal.</summary>
    public ExitCode Code { get; private set; } = ExitCode.Interrupted;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext context, ExitCode code)
    {
        if (_source.IsCancellationRequested)
            return;
        context.Cancel = true;
        Code = code;
        _source.Cancel();
    }
}
