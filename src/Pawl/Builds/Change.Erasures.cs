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
        RequireErasable();
        return With(new BuildEvent.Erased(reason) { Id = NewId(), At = At, By = By });
    }

    /// <summary>Some values become unreadable, in every copy that this event reaches; the build goes on.</summary>
    /// <exception cref="TransitionRefusedException">It doesn't exist, is on hold, isn't sealed, or hasn't reached one of the versions.</exception>
    /// <exception cref="BuildHeldException">A worker holds it.</exception>
    public Change EraseValues(ImmutableArray<SealedPiece> pieces, string reason)
    {
        RequireErasable();
        if (pieces.FirstOrDefault(piece => piece.Version > After.Version) is { Version: var version } && version > BuildVersion.None)
            throw new TransitionRefusedException($"build {After.Id} is at version {After.Version}: nothing of version {version} can be erased yet");
        return pieces.IsEmpty ? this : With(new BuildEvent.ValuesErased(pieces, reason) { Id = NewId(), At = At, By = By });
    }

    /// <summary>Checks that nobody wants the build kept, and nobody works on it.</summary>
    /// <exception cref="TransitionRefusedException">It doesn't exist, or is on hold.</exception>
    /// <exception cref="BuildHeldException">A worker holds it.</exception>
    public Change RequireRemovable()
    {
        RequireExisting("erase it");
        if (After.Hold is { } hold)
            throw new TransitionRefusedException($"build {After.Id} is on hold since {UtcTime.Format(hold.Since)}, so nothing of it may be erased; `pawl status {After.Id}` says why, `pawl hold lift {After.Id}` lets it go");
        return RequireFree(_ => false);
    }

    private void RequireErasable()
    {
        RequireRemovable();
        if (After.Seal.IsNone)
            throw new TransitionRefusedException($"build {After.Id} isn't sealed: no key makes its values unreadable; only the whole build can be removed, with `pawl erase {After.Id}`");
    }
}
