using System.Text;

namespace Pawl.Running;

/// <summary>Where the lines of an attempt go, so that they can be followed while it runs.</summary>
internal interface IAttemptLog : IAsyncDisposable
{
    /// <summary>Adds a line.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    ValueTask WriteLineAsync(string line);
}

/// <summary>A log that anybody who may read the file can read.</summary>
internal sealed class ClearLog(Stream file) : IAttemptLog
{
    private readonly StreamWriter _writer = new(file, new UTF8Encoding(false));

    public async ValueTask WriteLineAsync(string line)
    {
        await _writer.WriteLineAsync(line).ConfigureAwait(false);
        await _writer.FlushAsync().ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
