namespace Pawl.Bench.Stores;

/// <summary>The least that a server does to keep what a step writes: the same bytes, just as durable, by the same client, and nothing else.</summary>
internal interface IFloor : IAsyncDisposable
{
    /// <summary>What it does, for people.</summary>
    string Name { get; }

    /// <summary>Makes ready what the steps of one build write; not measured.</summary>
    /// <param name="id">Its id, unlike any other.</param>
    ValueTask BeginAsync(string id);

    /// <summary>Writes what one step writes; durable when this returns.</summary>
    /// <param name="step">Which step of the build, from 0.</param>
    ValueTask WriteAsync(int step);
}
