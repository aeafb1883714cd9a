using Pawl.Secrets;

namespace Pawl.Stores;

/// <summary>Why a store can't be used.</summary>
public enum StoreFault
{
    /// <summary>It isn't there, or doesn't answer.</summary>
    Unreachable,

    /// <summary>It may not be written.</summary>
    ReadOnly,

    /// <summary>There is no room left.</summary>
    Full,

    /// <summary>Its content is damaged, or another program's.</summary>
    Corrupt,

    /// <summary>A newer Pawl wrote it.</summary>
    Newer,

    /// <summary>Others kept it busy for longer than this program waits.</summary>
    Busy,

    /// <summary>Credentials are missing, wrong or expired, or they don't allow what was tried.</summary>
    Denied,

    /// <summary>A key is missing, or isn't the right one.</summary>
    WrongKey,

    /// <summary>It doesn't keep a promise that Pawl builds on, such as refusing to create what exists.</summary>
    Unsuitable,
}

/// <summary>A store can't be used. The message says which, why, and what to do. It often has an SDK's words in it, so what looks like a secret
/// is taken out here, once for all stores; the cause is as the SDK made it.</summary>
public sealed class StoreException(StoreFault fault, string message, Exception? cause = null) : Exception(Redactor.Standard.Redact(message), cause)
{
    /// <summary>The kind of trouble.</summary>
    public StoreFault Fault { get; } = fault;
}
