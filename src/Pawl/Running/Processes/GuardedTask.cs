using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pawl.Running.Processes;

/// <summary>The runner's side of a task and its guard.</summary>
internal sealed class GuardedTask : ITaskProcess
{
    private const int ThreadStack = 256 * 1024;
    private const int LongestReport = 64 * 1024;

    private readonly TaskSpec _spec;
    private readonly int _guard;
    private readonly SafeFileHandle _control;
    private readonly SafeFileHandle _report;
    private readonly TaskOutput _output;
    private readonly TaskCompletionSource<TaskEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _sending = new();
    private bool _disposed;

    /// <summary>Takes over the guard and the descriptors.</summary>
    internal GuardedTask(TaskSpec spec, int guard, SafeFileHandle control, SafeFileHandle report, SafeFileHandle output)
    {
        _spec = spec;
        _guard = guard;
        _control = control;
        _report = report;
        _output = new TaskOutput(output, control);
        new Thread(AwaitEnd, ThreadStack) { IsBackground = true, Name = "pawl task end" }.Start();
    }

    /// <inheritdoc/>
    public Task<TaskEnd> Ended => _ended.Task;

    /// <inheritdoc/>
    public IAsyncEnumerable<TaskLine> ReadLinesAsync(CancellationToken cancellationToken) => _output.ReadLinesAsync(cancellationToken);

    /// <inheritdoc/>
    public void KeepAlive(TaskDeadline until) => Send(GuardOrder.Write(GuardOrder.KeepAlive, until.Milliseconds));

    /// <inheritdoc/>
    public void Stop() => Send(GuardOrder.Write(GuardOrder.Stop, 0));

    /// <summary>Ends what still runs with SIGKILL, and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_sending)
        {
            if (_disposed)
                return;
            _disposed = true;
            // For the guard this is what the death of the runner is.
            _ = Libc.Shutdown(_control, Libc.ShutWrite);
        }

        await Ended.ConfigureAwait(false);
        await _output.DisposeAsync().ConfigureAwait(false);
        _control.Dispose();
    }

    // Without waiting: a guard that doesn't read has a socket full of orders already.
    private void Send(byte[] order)
    {
        lock (_sending)
        {
            if (!_disposed)
                NativeBytes.Send(_control, order, Libc.DontWait);
        }
    }

    private void AwaitEnd()
    {
        var text = ReadReport();
        var end = GuardReport.Read(text, _spec);
        if (end is null)
            KillRemains();
        var status = AwaitGuard();

        _ended.SetResult(end ?? WithoutReport(status, text));
    }

    private unsafe int AwaitGuard()
    {
        var status = 0;
        int ended;
        do
            ended = Libc.WaitPid(_guard, &status, 0);
        while (ended < 0 && Marshal.GetLastPInvokeError() == Libc.ErrorInterrupted);
        return status;
    }

    private unsafe string ReadReport()
    {
        using var report = _report;
        var buffer = new byte[LongestReport];
        var length = 0;
        fixed (byte* first = buffer)
        {
            int count;
            do
            {
                count = NativeBytes.Read((int)report.DangerousGetHandle(), first + length, buffer.Length - length);
                length += Math.Max(count, 0);
            }
            while (count > 0);
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    // The guard was killed. The kernel killed the task's first process with it; what that had started is still there, and was adopted
    // by the next process above that adopts: this one, perhaps, which then has to reap it.
    private unsafe void KillRemains()
    {
        int status;
        for (var left = Remains(); left.Count > 0; left = Remains())
        {
            foreach (var pid in left)
                _ = Libc.Kill(pid, Libc.SigKill);
            Thread.Sleep(1);
            foreach (var pid in left)
                _ = Libc.WaitPid(pid, &status, Libc.WaitNoHang);
        }
    }

    private List<int> Remains() => _spec.Mark.Length == 0
        ? ProcessTree.InSession(_guard)
        : [.. ProcessTree.InSession(_guard).Union(TaskRemains.Find(_spec.Mark).Tasks)];

    private static TaskEnd WithoutReport(int status, string text)
    {
        var signal = status & 0x7f;
        return signal != 0
            ? new TaskEnd.Signaled(signal)
            : new TaskEnd.NotStarted($"the guard process of the task failed with exit code {(status >> 8) & 0xff}: {text.Trim()}");
    }
}
