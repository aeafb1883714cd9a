using Pawl.Secrets;
using Pawl.Stores;

namespace Pawl.Waiting;

/// <summary>What is made of a store that can't be used while somebody waits: people are told once, and it is looked at again.</summary>
/// <param name="warn">Told when trouble begins, without secrets.</param>
internal sealed class PassingTrouble(Action<string> warn)
{
    /// <summary>The trouble that lasts; null when there is none.</summary>
    public StoreException? Now { get; private set; }

    /// <summary>True for trouble that may pass by itself.</summary>
    public static bool MayPass(StoreException trouble) => trouble.Fault is StoreFault.Unreachable or StoreFault.Busy or StoreFault.Full;

    public void Begin(StoreException trouble)
    {
        if (Now is null)
            warn(Redactor.Standard.Redact($"{trouble.Message}; still waiting, and looking again"));
        Now = trouble;
    }

    public void End() => Now = null;
}
