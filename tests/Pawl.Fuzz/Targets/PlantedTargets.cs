using System.Runtime.CompilerServices;
using System.Text.Json;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Fuzz.Targets;

/// <summary>Readers with a fault behind a text that must first be right: a fuzzer that doesn't find these finds nothing. They run only when they
/// are named.</summary>
internal static class PlantedTargets
{
    /// <summary>An exception that isn't the documented one.</summary>
    public static Target Failure { get; } = Plant("planted-exception", () => throw new InvalidDataException("planted"));

    /// <summary>A depth that no stack holds.</summary>
    public static Target Depth { get; } = Plant("planted-depth", () => Descend(int.MaxValue));

    /// <summary>A reader that never comes back.</summary>
    public static Target Hang { get; } = Plant("planted-hang", () => Thread.Sleep(Timeout.Infinite));

    /// <summary>More memory than a few bytes can need.</summary>
    public static Target Memory { get; } = Plant("planted-memory", () => GC.KeepAlive(new byte[int.MaxValue / 2]));

    private static Target Plant(string name, Action fault) => new(name, JsonTargets.Words, input => Promise.OrRefused<JsonException>(() =>
    {
        if (BuildJson.ReadEvent(Promise.Text(input)) is BuildEvent.Completed { State.Value: 100 })
            fault();
    }));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Descend(int depth) => depth == 0 ? 0 : Descend(depth - 1) + depth;
}
