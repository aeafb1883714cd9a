using System.Security.Cryptography;
using System.Text;

namespace Pawl.Stores.Objects;

/// <summary>The files that objects are written into before they get their names. A writer that is killed leaves one, with all that the object was to
/// hold: it goes with the object, and at the latest with the first write an hour later.</summary>
/// <param name="root">The objects' folder.</param>
internal sealed class UnnamedFiles(string root)
{
    // Writing one takes milliseconds. Whoever slept for longer finds that it is gone, and writes it again.
    private static readonly TimeSpan Stale = TimeSpan.FromHours(1);

    private readonly string _folder = Path.Combine(root, ".pawl", "new");
    private int _swept;

    /// <summary>True for one of them.</summary>
    public bool Contains(string path) => path.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>A file for new content of an object, that nobody else has.</summary>
    public string NewFor(string key) => Path.Combine(_folder, $"{MarkOf(key)}-{Guid.NewGuid():N}");

    /// <summary>Removes all that were to become an object. Who writes one now finds that it is gone.</summary>
    public void RemoveOf(string key) => Remove($"{MarkOf(key)}-*", _ => true);

    /// <summary>Removes what killed writers left, once in this object's life.</summary>
    public void SweepOnce()
    {
        if (Interlocked.Exchange(ref _swept, 1) == 0)
            Remove("*", path => DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > Stale);
    }

    private void Remove(string pattern, Func<string, bool> which)
    {
        if (!Directory.Exists(_folder))
            return;
        foreach (var path in Directory.EnumerateFiles(_folder, pattern).Where(which))
            File.Delete(path);
    }

    // A key may be longer than a file's name can be.
    private static string MarkOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
}
