using Pawl.Stores.Objects;
using Pawl.Waiting;

namespace Pawl.Stores;

/// <summary>One kind of store: what its URLs look like, how it is opened and set up, and who needs which rights. A kind is registered with
/// one line where the program lists them.</summary>
public abstract class StoreKind
{
    /// <summary>The scheme of its URLs.</summary>
    public abstract string Scheme { get; }

    /// <summary>What its URLs look like, for people: <c>s3://BUCKET[/PREFIX]</c>.</summary>
    public abstract string Form { get; }

    /// <summary>Opens a store. Reads nothing and creates nothing yet: the first call on the store finds out whether it can be used.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public abstract IBuildStore Open(StoreUrl url, StoreContext context);

    /// <summary>Makes what a store needs: bucket, table, container, schema, folder. Doing it again changes nothing.</summary>
    /// <returns>What there is now, one line a thing, for people.</returns>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    /// <exception cref="StoreException">It can't be made.</exception>
    public abstract ValueTask<IReadOnlyList<string>> CreateAsync(StoreUrl url, StoreContext context, CancellationToken cancellationToken);

    /// <summary>Opens the objects that a store's builds are made of, beside which a backup keeps its weekly snapshots. Reads nothing and creates
    /// nothing yet.</summary>
    /// <returns>Null when builds of this kind aren't made of objects that may hold anything: such a store can't be a backup's place.</returns>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public virtual IObjectStore? OpenObjects(StoreUrl url) => null;

    /// <summary>Opens a place beside the builds for what isn't part of them: which alerts are owed, and when the last ones were sent. Reads nothing
    /// and creates nothing yet.</summary>
    /// <returns>Null when a store of this kind has no such place: no alerts can be owed in it.</returns>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public virtual IObjectStore? OpenNotes(StoreUrl url) => OpenObjects(url);

    /// <summary>Opens what keeps the alerts that are owed.</summary>
    /// <param name="url">The store.</param>
    /// <param name="notes">Its place for notes, see <see cref="OpenNotes"/>.</param>
    /// <param name="context">The world around it.</param>
    public virtual IDebtLedger OpenLedger(StoreUrl url, IObjectStore notes, StoreContext context) => new ObjectDebtLedger(notes);

    /// <summary>Listens for changes of builds, whoever makes them. A store that can't tell of them is looked at from time to time.</summary>
    /// <returns>Notices of every change that is made after this returns.</returns>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public virtual ValueTask<IChangeNotices> ListenAsync(StoreUrl url, BuildChoice builds, StoreContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IChangeNotices>(new PolledNotices(context.Time));

    /// <summary>Opens the objects that keys of sealed builds, tombstones and the store's own settings are kept in: beside the builds, and in none of them.
    /// A worker's rights are enough to add one; where the store can enforce it, not to destroy one. Reads nothing and creates nothing yet.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public virtual IObjectStore OpenKeys(StoreUrl url) => OpenObjects(url) ?? throw new NotSupportedException($"stores of the kind {Scheme} keep no keys");

    /// <summary>The least rights that a role needs on this store, in the words of whoever enforces them: an IAM policy, a role definition,
    /// grants, file modes.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public abstract string Policy(StoreUrl url, StoreRole role);
}

/// <summary>Who works with a store.</summary>
public enum StoreRole
{
    /// <summary>Runs builds: reads and appends.</summary>
    Worker,

    /// <summary>Looks at builds.</summary>
    Reader,

    /// <summary>Sets the store up, erases, restores.</summary>
    Administrator,
}

/// <summary>The world around a store.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Warn">Told of what people should know and what stops nothing, redacted, a sentence each.</param>
public sealed record StoreContext(TimeProvider Time, Action<string> Warn);
