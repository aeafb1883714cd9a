using System.Security.Cryptography;
using Pawl.Builds;
using Pawl.Cli.Stores;
using Pawl.Sealing;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Store;

/// <summary>Marks a store as encrypted, once the key is known to work.</summary>
internal static class StoreEncryption
{
    // No store has a build of this name's key: what is wrapped for it is thrown away.
    private static readonly KeyPlace Trial = new(BuildId.Parse("trial"), "trial");

    /// <returns>What there is now, for people.</returns>
    /// <exception cref="StoreException">There is no key, or it can't be used, or the store can't.</exception>
    public static async ValueTask<string> BeginAsync(StorePlace place, Invocation call, CancellationToken cancellationToken)
    {
        var key = GivenKeys.Ring.Value.Wrapping("a store is encrypted with a key");
        await RequireUsableAsync(key, cancellationToken).ConfigureAwait(false);
        await using var shelf = place.OpenShelf();
        await shelf.EncryptAsync(call.Time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return $"encrypted: builds that begin in {place.Text} are sealed; their keys are wrapped by {key.Identity}";
    }

    private static async ValueTask RequireUsableAsync(IKeyProvider key, CancellationToken cancellationToken)
    {
        var sample = RandomNumberGenerator.GetBytes(LocalKey.Length);
        var wrapped = await key.WrapAsync(sample, Trial, cancellationToken).ConfigureAwait(false);
        var unwrapped = await key.UnwrapAsync(wrapped, Trial, cancellationToken).ConfigureAwait(false);
        if (!CryptographicOperations.FixedTimeEquals(sample, unwrapped))
            throw new StoreException(StoreFault.WrongKey, $"the key {key.Identity} doesn't unwrap what it wrapped");
    }
}
