using System.Collections.Concurrent;

namespace Pawl.Servers.Faults;

/// <summary>How often a proxy did what, so that a test can see that its faults really happened.</summary>
public sealed class FaultCounts<T> where T : struct, Enum
{
    private readonly ConcurrentDictionary<T, long> _counts = new();

    /// <summary>How often it did this.</summary>
    public long this[T fault] => _counts.GetValueOrDefault(fault);

    /// <summary>All requests or pieces.</summary>
    public long Total => _counts.Values.Sum();

    /// <summary>Those that didn't just pass.</summary>
    public long Faults => Total - this[default];

    /// <summary>Such as <c>Pass 90, LostAnswer 3</c>.</summary>
    public override string ToString() =>
        string.Join(", ", Enum.GetValues<T>().Where(fault => this[fault] > 0).Select(fault => $"{fault} {this[fault]}"));

    internal void Add(T fault) => _counts.AddOrUpdate(fault, 1, (_, count) => count + 1);
}
