using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Pawl.Fuzz.Engine;

/// <summary>Where instrumented code counts the edges that it goes along.</summary>
internal static unsafe class Coverage
{
    /// <summary>Bytes of the map, as SharpFuzz has it.</summary>
    public const int Length = 65_536;

    /// <summary>Gives instrumented code a map. It writes to it from its first branch on: this comes before anything else in the process.</summary>
    public static void Begin() => Use((byte*)NativeMemory.AllocZeroed(Length));

    /// <summary>Counts into this map from now on.</summary>
    public static void Use(byte* map) => Trace.SharedMem = map;

    /// <summary>Each run of a target begins alike.</summary>
    public static void BeginRun() => Trace.PrevLocation = 0;

    /// <summary>How many different edges were gone along since the map was given.</summary>
    public static int CountEdges()
    {
        var map = new ReadOnlySpan<byte>(Trace.SharedMem, Length);
        return Length - map.Count((byte)0);
    }
}
