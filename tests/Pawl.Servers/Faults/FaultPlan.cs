namespace Pawl.Servers.Faults;

/// <summary>Says which fault comes next. <typeparamref name="T"/>'s zero is "pass". Safe to ask from many threads.</summary>
public abstract class FaultPlan<T> where T : struct, Enum
{
    /// <summary>What to do to the next request or piece.</summary>
    /// <param name="what">An HTTP request as <c>PUT /bucket/key?query</c>, a TCP piece as <c>to server</c> or <c>to client</c>.</param>
    public abstract T Next(string what);
}

/// <summary>The plans there are.</summary>
public static class FaultPlan
{
    /// <summary>No faults.</summary>
    public static FaultPlan<T> Quiet<T>() where T : struct, Enum => new ByRule<T>(_ => default);

    /// <summary>The faults named, one after the other, then none.</summary>
    public static FaultPlan<T> InTurn<T>(params IEnumerable<T> faults) where T : struct, Enum
    {
        var left = new Queue<T>(faults);
        return new ByRule<T>(_ => left.TryDequeue(out var fault) ? fault : default);
    }

    /// <summary>Whatever the rule says, for faults at a certain place.</summary>
    public static FaultPlan<T> ByRule<T>(Func<string, T> rule) where T : struct, Enum => new ByRule<T>(rule);

    /// <summary>Every kind of fault as often: each with the chance <paramref name="each"/>, 0 to 1 divided by the number of kinds.</summary>
    public static FaultPlan<T> Even<T>(int seed, double each) where T : struct, Enum =>
        Random(seed, Enum.GetValues<T>().Where(fault => !fault.Equals(default(T))).ToDictionary(fault => fault, _ => each));

    /// <summary>Faults at random, each kind with its chance, 0 to 1; the rest passes.</summary>
    public static FaultPlan<T> Random<T>(int seed, IReadOnlyDictionary<T, double> chances) where T : struct, Enum =>
        new AtRandom<T>(seed, chances);
}

file sealed class ByRule<T>(Func<string, T> rule) : FaultPlan<T> where T : struct, Enum
{
    private readonly Lock _one = new();

    public override T Next(string what)
    {
        lock (_one)
            return rule(what);
    }
}

file sealed class AtRandom<T>(int seed, IReadOnlyDictionary<T, double> chances) : FaultPlan<T> where T : struct, Enum
{
    private readonly Lock _one = new();
#pragma warning disable CA5394 // A run that failed is repeated from its seed.
    private readonly Random _random = new(seed);
    private readonly (T Fault, double Chance)[] _chances = [.. chances.OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value))];

    public override T Next(string what)
    {
        double draw;
        lock (_one)
            draw = _random.NextDouble();
#pragma warning restore CA5394
        foreach (var (fault, chance) in _chances)
        {
            if (draw < chance)
                return fault;
            draw -= chance;
        }
        return default;
    }

    public override string ToString() => $"seed {seed}";
}
