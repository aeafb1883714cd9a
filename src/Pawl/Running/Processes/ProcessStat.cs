using System.Buffers.Text;

namespace Pawl.Running.Processes;

/// <summary>What Linux tells of a process in <c>/proc/PID/stat</c> (proc(5)).</summary>
/// <param name="State">A letter; Z and X for one that has ended.</param>
/// <param name="Parent">The process id of its parent.</param>
/// <param name="Session">The process id of its session's leader.</param>
/// <param name="StartTicks">When it started, in clock ticks since boot.</param>
internal readonly record struct ProcessStat(char State, int Parent, int Session, long StartTicks)
{
    private const int StartTicksField = 22;

    /// <summary>True when only its entry is left, for its parent to read.</summary>
    internal bool HasEnded => State is 'Z' or 'X';

    /// <summary>Reads a process's; false when there is none.</summary>
    internal static bool TryRead(int pid, out ProcessStat stat)
    {
        var path = string.Concat("/proc/", pid.ToString(System.Globalization.CultureInfo.InvariantCulture), "/stat");
        Span<byte> buffer = stackalloc byte[1024];
        var length = ReadAll(path, buffer);
        stat = default;
        return length > 0 && TryParse(buffer[..length], out stat);
    }

    /// <summary>Reads the line. The second field is the program's name in parentheses, and may itself hold spaces and parentheses.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> line, out ProcessStat stat)
    {
        stat = default;
        var name = line.LastIndexOf((byte)')');
        if (name < 0 || name + 2 >= line.Length)
            return false;
        Span<long> fields = stackalloc long[StartTicksField + 1];
        var rest = line[(name + 2)..];
        var state = (char)rest[0];
        var field = 3;
        foreach (var range in rest.Split((byte)' '))
        {
            if (field > StartTicksField)
                break;
            if (field > 3 && !(Utf8Parser.TryParse(rest[range], out fields[field], out var used) && used > 0))
                return false;
            field++;
        }

        stat = new ProcessStat(state, (int)fields[4], (int)fields[6], fields[StartTicksField]);
        return field > StartTicksField;
    }

    private static unsafe int ReadAll(string path, Span<byte> buffer)
    {
        var descriptor = Libc.Open(path, Libc.ReadOnly | Libc.CloseOnExec);
        if (descriptor < 0)
            return -1;
        fixed (byte* first = buffer)
        {
            var length = NativeBytes.Read(descriptor, first, buffer.Length);
            _ = Libc.Close(descriptor);
            return length;
        }
    }
}
