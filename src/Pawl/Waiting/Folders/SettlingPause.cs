namespace Pawl.Waiting.Folders;

/// <summary>A file's write is told before what was written counts: it has to reach the disk first. So it is looked for again and again after a
/// notice, hardly later after the commit than the commit itself took. Pure.</summary>
public static class SettlingPause
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The pause before the next look; null when nothing more is expected of the notice.</summary>
    /// <param name="sinceNotice">How long ago it came.</param>
    public static TimeSpan? After(TimeSpan sinceNotice) => sinceNotice switch
    {
        _ when sinceNotice > Patience => null,
        _ when sinceNotice < Shortest => Shortest,
        _ when sinceNotice < Longest => sinceNotice,
        _ when sinceNotice < Longest * 8 => Longest,
        _ => sinceNotice / 4,
    };
}
