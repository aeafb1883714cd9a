namespace Pawl.Builds;

public sealed partial class Change
{
    /// <summary>Nothing may erase the build from now on. Right at any time, also of a completed build.</summary>
    /// <exception cref="TransitionRefusedException">It doesn't exist, or is on hold.</exception>
    public Change PlaceHold(string reason)
    {
        RequireExisting("put it on hold");
        return After.Hold is not { } hold
            ? With(new BuildEvent.HoldPlaced(reason) { Id = NewId(), At = At, By = By })
            : throw new TransitionRefusedException($"build {After.Id} is on hold already, by {hold.By} since {UtcTime.Format(hold.Since)}: {hold.Reason}");
    }

    /// <summary>The build may be erased again.</summary>
    /// <exception cref="TransitionRefusedException">It doesn't exist, or isn't on hold.</exception>
    public Change LiftHold(string reason)
    {
        RequireExisting("lift its hold");
        return After.Hold is not null
            ? With(new BuildEvent.HoldLifted(reason) { Id = NewId(), At = At, By = By })
            : throw new TransitionRefusedException($"build {After.Id} is not on hold; there is nothing to lift");
    }
}
