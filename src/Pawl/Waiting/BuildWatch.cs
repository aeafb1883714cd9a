using Pawl.Stores;

namespace Pawl.Waiting;

/// <summary>Tells what happens to builds, as it happens.</summary>
/// <param name="look">Looks at some builds: what is new since the last look.</param>
/// <param name="notices">When to look; listening already.</param>
/// <param name="warn">Told once when the store can't be reached for a while.</param>
public sealed class BuildWatch(
    Func<BuildChoice, CancellationToken, IAsyncEnumerable<Sight>> look, IChangeNotices notices, Action<string> warn)
{
    private readonly PassingTrouble _trouble = new(warn);

    /// <summary>Tells until that is enough.</summary>
    /// <param name="show">Shows what is new; says whether to go on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The store can't be used: at the first look, or for good.</exception>
    public async Task RunAsync(Func<Sight, Watching> show, CancellationToken cancellationToken)
    {
        var goOn = await LookAsync(BuildChoice.All, show, cancellationToken).ConfigureAwait(false) is not Watching.Enough;
        for (var quiet = 0; goOn;)
        {
            var choice = await notices.WaitAsync(quiet, cancellationToken).ConfigureAwait(false);
            try
            {
                var seen = await LookAsync(_trouble.Now is null ? choice : BuildChoice.All, show, cancellationToken).ConfigureAwait(false);
                _trouble.End();
                goOn = seen is not Watching.Enough;
                quiet = seen is null ? quiet + 1 : 0;
            }
            catch (StoreException e) when (PassingTrouble.MayPass(e))
            {
                _trouble.Begin(e);
                quiet++;
            }
        }
    }

    /// <returns>What the last sight was answered with; null when nothing was new.</returns>
    private async ValueTask<Watching?> LookAsync(BuildChoice choice, Func<Sight, Watching> show, CancellationToken cancellationToken)
    {
        Watching? answer = null;
        await foreach (var sight in look(choice, cancellationToken).ConfigureAwait(false))
        {
            answer = show(sight);
            if (answer == Watching.Enough)
                break;
        }

        return answer;
    }
}

/// <summary>Whether to go on watching.</summary>
public enum Watching
{
    /// <summary>Tell more.</summary>
    GoOn,

    /// <summary>That is all.</summary>
    Enough,
}
