using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sealing;

/// <summary>The keys that this program was given: one that wraps, and older ones that still unwrap until they are retired.</summary>
/// <param name="Current">The key that wraps; null when none was given.</param>
/// <param name="Old">Keys that were replaced.</param>
public sealed record KeyRing(IKeyProvider? Current, IReadOnlyList<IKeyProvider> Old)
{
    /// <summary>No key was given.</summary>
    public static KeyRing Empty { get; } = new(null, []);

    /// <summary>True when no key was given.</summary>
    public bool IsEmpty => Current is null && Old.Count == 0;

    /// <summary>The key of this name; null when it wasn't given.</summary>
    public IKeyProvider? Find(KeyIdentity identity) =>
        Current?.Identity == identity ? Current : Old.FirstOrDefault(key => key.Identity == identity);

    /// <summary>The key that wraps.</summary>
    /// <exception cref="StoreException">None was given.</exception>
    public IKeyProvider Wrapping(string purpose) => Current ?? throw Missing(purpose);

    /// <summary>The key that a record was wrapped by.</summary>
    /// <exception cref="StoreException">It wasn't given.</exception>
    public IKeyProvider Unwrapping(BuildId build, KeyIdentity identity) => Find(identity) ?? throw (IsEmpty
        ? Missing($"build {build} is sealed")
        : new StoreException(
            StoreFault.WrongKey,
            $"build {build} is sealed by the key {identity}, and what was given is {string.Join(", ", Given())}; name that key in PAWL_KEY_FILE, PAWL_KEY or PAWL_KEY_URL, or among the old ones in PAWL_OLD_KEY_FILES or PAWL_OLD_KEY_URLS"));

    /// <summary>What is said where a key is needed and none was given.</summary>
    public static StoreException Missing(string purpose) =>
        new(StoreFault.WrongKey, $"{purpose}, and no key was given: name its file in PAWL_KEY_FILE, put it into PAWL_KEY, or name a key service in PAWL_KEY_URL");

    private IEnumerable<string> Given() => Old.Prepend(Current).OfType<IKeyProvider>().Select(key => key.Identity.ToString());
}
