using System.Collections.Immutable;

namespace Pawl.Builds;

public sealed partial class Change
{
    /// <summary>Everything in the build that is sealed becomes unreadable, in every copy that this event reaches. Nothing follows it. Right at any time,
    /// also of a completed build.</summary>
    /// <exception cref="TransitionRefusedException">It doesn't exist, is on hold, or isn't sealed.</exception>
    /// <exception cref="BuildHeldException">A worker holds it.</exception>
    public Change Erase(string reason)
    {
        RequireErasable("erase it");
        return With(new BuildEvent.Erased(reason) { Id = NewId(), At = At, By = By });
    }

    /// <summary>Some values become unreadable, in every copy that this event reaches; the build goes on.</summary>
    /// <exception cref="TransitionRefusedException">It doesn't exist, is on hold, or isn't sealed.</exception>
    /// <exception cref="BuildHeldException">A worker holds it.</exception>
    public Change EraseValues(ImmutableArray<SealedPiece> pieces, string reason)
    {
        RequireErasable("erase values of it");
        return pieces.IsEmpty ? this : With(new BuildEvent.ValuesErased(pieces, reason) { Id = NewId(), At = At, By = By });
    }

    private void RequireErasable(string verb)
    {
        RequireExisting(verb);
        if (After.Hold is { } hold)
            throw new TransitionRefusedException($"build {After.Id} is on hold since {UtcTime.Format(hold.Since)}, so nothing of it may be erased; `pawl status {After.Id}` says why, `pawl hold lift {After.Id}` lets it go");
        if (After.Seal.IsNone)
            throw new TransitionRefusedException($"build {After.Id} isn't sealed: no key makes its values unreadable; only the whole build can be removed, with `pawl erase {After.Id}`");
        RequireFree(_ => false);
    }
}
