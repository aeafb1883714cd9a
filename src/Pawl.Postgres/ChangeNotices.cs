using Pawl.Builds;

namespace Pawl.Postgres;

/// <summary>Tells waiters of changes, after they are durable and without making anyone wait. Not part of the append's transaction: PostgreSQL
/// lets one transaction at a time commit with a notice, so that all builds would wait for each other's disk. Of several changes of a build
/// that come at once the last is told.</summary>
/// <param name="send">Sends some notices, <c>{buildId}:{version}</c> each; ends well whether or not they went out.</param>
internal sealed class ChangeNotices(Func<string[], Task> send) : IAsyncDisposable
{
    private readonly Lock _one = new();
    private readonly Dictionary<BuildId, BuildVersion> _waiting = [];
    private Task _sending = Task.CompletedTask;
    private bool _isSending;

    /// <summary>Tells that a build has this version, soon.</summary>
    public void Tell(BuildId id, BuildVersion version)
    {
        lock (_one)
        {
            if (!_waiting.TryGetValue(id, out var other) || other < version)
                _waiting[id] = version;
            if (_isSending)
                return;
            _isSending = true;
            _sending = Task.Run(SendAsync);
        }
    }

    /// <summary>Returns once what was told is sent.</summary>
    public async ValueTask DisposeAsync() => await _sending.ConfigureAwait(false);

    private async Task SendAsync()
    {
        while (Take() is { Length: > 0 } notices)
            await send(notices).ConfigureAwait(false);
    }

    private string[] Take()
    {
        lock (_one)
        {
            string[] notices = [.. _waiting.Select(change => $"{change.Key}:{change.Value}")];
            _waiting.Clear();
            _isSending = notices.Length > 0;
            return notices;
        }
    }
}
