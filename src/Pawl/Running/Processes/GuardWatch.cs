using System.Runtime.InteropServices;

namespace Pawl.Running.Processes;

/// <summary>Follows a running task until nothing of its tree is left.</summary>
/// <param name="child">The task's process.</param>
/// <param name="frame">The task.</param>
internal sealed unsafe class GuardWatch(int child, TaskFrame frame)
{
    // Once a second the clock that also runs while the machine sleeps is looked at, and adopted processes that ended are reaped.
    private const long LongestWait = 1000;
    private const long LongestWaitForEnd = 200;
    private const long WaitWithoutNotice = 20;
    private const long GraceForLeftBehind = 2000;

    private readonly byte[] _order = new byte[GuardOrder.Length];
    private readonly long _limit = frame.Limit < 0 ? long.MaxValue : Libc.Milliseconds(Libc.ClockMonotonic) + frame.Limit;
    private int _orderLength;
    private int _control = Guard.ControlDescriptor;
    private int _childEnd = -1;
    private int? _childStatus;
    private string? _reason;
    private Phase _phase = Phase.Running;
    private long _killAt = long.MaxValue;
    private long _aliveUntil = frame.AliveUntil < 0 ? long.MaxValue : frame.AliveUntil;
    private long _wait = 1;

    private enum Phase
    {
        Running,
        Ending,
        Killing,
    }

    /// <summary>Returns what to report.</summary>
    internal (string Word, int Number) Watch()
    {
        _childEnd = Libc.OpenProcess(child);
        while (ReapAndFindMore())
        {
            Decide();
            if (Poll(WaitTime()))
                ReadOrders();
        }

        var status = _childStatus ?? Libc.SigKill;
        var signal = status & 0x7f;
        if (_reason is not null)
            return (_reason, 0);
        return signal == 0 ? (GuardReport.Exited, (status >> 8) & 0xff) : (GuardReport.Signaled, signal);
    }

    /// <summary>Whether the runner has died, or let go of the task.</summary>
    internal bool RunnerIsGone()
    {
        while (_control >= 0 && Poll(0))
            ReadOrders();
        return _control < 0;
    }

    // A process whose parent ended becomes this one's child. So when there are no children left, nothing of the tree is.
    private bool ReapAndFindMore()
    {
        while (true)
        {
            int status;
            var ended = Libc.WaitPid(-1, &status, Libc.WaitNoHang | Libc.WaitAll);
            if (ended == child)
                _childStatus = status;
            if (ended == 0)
                return true;
            if (ended < 0 && Marshal.GetLastPInvokeError() == Libc.ErrorNoChild)
                return false;
        }
    }

    private void Decide()
    {
        var now = Libc.Milliseconds(Libc.ClockMonotonic);
        if (_phase == Phase.Running && _childStatus is not null)
            End(Math.Min(frame.Grace, GraceForLeftBehind));
        if (_phase == Phase.Running && now >= _limit)
        {
            _reason = GuardReport.TimedOut;
            End(frame.Grace);
        }

        if (_phase == Phase.Running && IsLapsed)
            _reason = GuardReport.Lapsed;
        if (now >= _killAt || IsLapsed)
            Kill();
        if (_phase == Phase.Killing)
            SignalAll(Libc.SigKill);
    }

    private bool IsLapsed => Libc.Milliseconds(Libc.ClockBootTime) >= _aliveUntil;

    private void End(long grace)
    {
        _phase = Phase.Ending;
        _killAt = Libc.Milliseconds(Libc.ClockMonotonic) + grace;
        _wait = 1;
        SignalAll(Libc.SigTerm);
        SignalAll(Libc.SigCont);
    }

    private void Kill()
    {
        if (_phase != Phase.Killing)
            _wait = 1;
        _phase = Phase.Killing;
    }

    private static void SignalAll(int signal)
    {
        foreach (var pid in ProcessTree.Descendants(Environment.ProcessId))
            _ = Libc.Kill(pid, signal);
    }

    private long WaitTime()
    {
        if (_phase == Phase.Running)
        {
            var untilLimit = _limit - Libc.Milliseconds(Libc.ClockMonotonic);
            var untilLapse = _aliveUntil - Libc.Milliseconds(Libc.ClockBootTime);
            var longest = _childEnd < 0 ? WaitWithoutNotice : LongestWait;
            return Math.Clamp(Math.Min(untilLimit, untilLapse), 0, longest);
        }

        var wait = _wait;
        _wait = Math.Min(_wait * 2, LongestWaitForEnd);
        return wait;
    }

    /// <summary>Waits for an order, the end of the task's process or the time; true when there is something to read.</summary>
    private bool Poll(long milliseconds)
    {
        var entries = stackalloc Libc.PollEntry[2];
        entries[0] = new Libc.PollEntry { Descriptor = _control, Wanted = Libc.PollIn };
        entries[1] = new Libc.PollEntry { Descriptor = _childStatus is null ? _childEnd : -1, Wanted = Libc.PollIn };
        _ = Libc.Poll(entries, 2, (int)milliseconds);
        return entries[0].Happened != 0;
    }

    private void ReadOrders()
    {
        int count;
        fixed (byte* order = _order)
            count = NativeBytes.Read(_control, order + _orderLength, _order.Length - _orderLength);
        if (count <= 0)
        {
            // The runner is gone: nobody would notice what the task does from here on.
            _control = -1;
            Kill();
            return;
        }

        _orderLength += count;
        if (_orderLength == GuardOrder.Length)
        {
            _orderLength = 0;
            Obey();
        }
    }

    private void Obey()
    {
        var (order, number) = GuardOrder.Read(_order);
        if (order == GuardOrder.KeepAlive)
        {
            _aliveUntil = number < 0 ? long.MaxValue : number;
        }
        else if (_phase == Phase.Running && ReapAndFindMore() && _childStatus is null)
        {
            _reason = GuardReport.Stopped;
            End(frame.Grace);
        }
    }
}
