namespace Pawl.Bench.Steps;

/// <summary>One way to keep builds. Any number of threads make builds with it at once.</summary>
internal interface IBuildMaker : IAsyncDisposable
{
    /// <summary>Takes a new build from its beginning to its end, one step after another, each durable before the next begins.</summary>
    /// <param name="id">Its id, unlike any other.</param>
    /// <param name="steps">Gets how long each step took.</param>
    ValueTask MakeAsync(string id, Samples steps);
}
