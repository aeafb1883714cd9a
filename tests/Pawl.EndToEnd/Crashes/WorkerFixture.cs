using System.Diagnostics;

namespace Pawl.EndToEnd.Crashes;

/// <summary>What tests of real workers share: a folder with a store, builds that leave nothing behind, and bounded waits.</summary>
public abstract class WorkerFixture : IDisposable
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<TinyBuild> _builds = [];

    private protected string Folder { get; } = Directory.CreateTempSubdirectory("pawl-workers-").FullName;

    private protected virtual string Store => Path.Combine(Folder, "store");

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        _builds.ForEach(build => build.Dispose());
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A build of a random pipeline.</summary>
    private protected TinyBuild Build(string id, int states, int longestPause, int seed) =>
        Keep(new TinyBuild(Store, TinyPipeline.Write(Path.Combine(Folder, id), states, longestPause, new Random(seed)), id));

    /// <summary>A build whose first state runs a script, and whose last state succeeds at once. <c>begin</c> notes that it began.</summary>
    private protected TinyBuild Build(string id, string script) =>
        Keep(new TinyBuild(Store, TinyPipeline.Of(Path.Combine(Folder, id), script), id));

    private protected static Task BegunAsync(TinyBuild build, int attempts) =>
        UntilAsync(() => build.Pipeline.Journal.Begun.Count() >= attempts, "no attempt begins");

    private protected static async Task UntilAsync(Func<bool> condition, string otherwise)
    {
        for (var waited = Stopwatch.StartNew(); !condition(); await Task.Delay(5))
            Assert.True(waited.Elapsed < Patience, otherwise);
    }

    private TinyBuild Keep(TinyBuild build)
    {
        _builds.Add(build);
        return build;
    }
}
