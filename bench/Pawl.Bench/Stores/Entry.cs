namespace Pawl.Bench.Stores;

/// <summary>A store that is measured, if its server is there.</summary>
/// <param name="Name">Store and server, for people.</param>
/// <param name="Missing">What is missing on this machine; null when nothing is.</param>
/// <param name="StartAsync">Starts its server.</param>
internal sealed record Entry(string Name, string? Missing, Func<Task<Contender>> StartAsync)
{
    /// <summary>How many builds its server can take without becoming another one.</summary>
    public int MostBuilds { get; init; } = int.MaxValue;
}
