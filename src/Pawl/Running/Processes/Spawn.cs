using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace Pawl.Running.Processes;

/// <summary>What a new process gets: descriptors, in the order in which they are put in place, and its session.</summary>
/// <param name="Descriptors">Pairs of an own descriptor and the number that it has in the new process.</param>
/// <param name="Session">Whether a terminal's signals still reach it.</param>
internal sealed record SpawnSetup(ImmutableArray<(int Own, int Number)> Descriptors, SpawnSession Session);

/// <summary>Which session a new process belongs to.</summary>
internal enum SpawnSession
{
    /// <summary>This process's.</summary>
    Same,

    /// <summary>One of its own, without a terminal.</summary>
    New,
}

/// <summary>Starts a process with this process's own environment, default signal actions and no blocked signals.</summary>
internal static unsafe class Spawn
{
    private const short SetDefaultSignals = 0x04, SetMask = 0x08, SetSession = 0x80;
    private const int OpaqueSize = 512;

    /// <summary>0 and the process id, or the error number.</summary>
    internal static int TryStart(string program, IReadOnlyList<string> arguments, SpawnSetup setup, out int pid)
    {
        var actions = stackalloc byte[OpaqueSize];
        var attributes = stackalloc byte[OpaqueSize];
        var signals = stackalloc byte[OpaqueSize];
        _ = Libc.SpawnActionsInit(actions);
        _ = Libc.SpawnAttributesInit(attributes);
        foreach (var (own, number) in setup.Descriptors)
            _ = Libc.SpawnActionsDuplicate(actions, own, number);
        _ = Libc.FillSignals(signals);
        _ = Libc.SpawnAttributesDefaultSignals(attributes, signals);
        _ = Libc.EmptySignals(signals);
        _ = Libc.SpawnAttributesMask(attributes, signals);
        var session = setup.Session == SpawnSession.New ? SetSession : (short)0;
        _ = Libc.SpawnAttributesFlags(attributes, (short)(SetDefaultSignals | SetMask | session));

        var path = Encoding.UTF8.GetBytes(program + '\0');
        var text = Encoding.UTF8.GetBytes(string.Join('\0', arguments) + '\0');
        var started = 0;
        int error;
        fixed (byte* first = text, file = path)
        {
            var argv = stackalloc byte*[arguments.Count + 1];
            NativeStrings.Point(first, arguments.Count, argv);
            error = Libc.PosixSpawn(&started, file, actions, attributes, argv, OwnEnvironment());
        }

        _ = Libc.SpawnAttributesDestroy(attributes);
        _ = Libc.SpawnActionsDestroy(actions);
        pid = started;
        return error;
    }

    private static byte** OwnEnvironment() =>
        *(byte***)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "environ");
}
