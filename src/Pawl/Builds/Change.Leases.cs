namespace Pawl.Builds;

public sealed partial class Change
{
    /// <summary>The worker takes the lease, with a higher fencing token than any before. An attempt that the last holder left open is
    /// marked interrupted.</summary>
    /// <param name="duration">How long the lease lasts unless it is renewed.</param>
    /// <param name="isKnownDead">Tells whether a holder is known to be dead, so that nobody waits for its lease to run out.</param>
    /// <exception cref="BuildHeldException">Another worker has a live lease.</exception>
    /// <exception cref="TransitionRefusedException">The build is completed.</exception>
    public Change Claim(TimeSpan duration, Func<Worker, bool> isKnownDead)
    {
        RequireOpen("work on it");
        RequireFree(isKnownDead);
        var closed = After.Lease is { } last
            ? InterruptOpenAttempt(IsOwn(last.Holder) ? $"begun anew by {last.Holder.Name}" : $"its worker {last.Holder.Name} is gone")
            : InterruptOpenAttempt("its worker is gone");
        return closed.With(new BuildEvent.Claimed(_occasion.Worker, After.LastToken + 1, At + duration) { Id = NewId(), At = At, By = By });
    }

    /// <summary>The worker gives its lease back, if it has one.</summary>
    public Change Release() => After.Lease is { } lease
        ? With(new BuildEvent.Released(lease.Token) { Id = NewId(), At = At, By = By })
        : this;

    /// <summary>Checks that no other worker has a live lease. A lease of the same name that no process holds is one's own.</summary>
    /// <exception cref="BuildHeldException">Another worker has one.</exception>
    public Change RequireFree(Func<Worker, bool> isKnownDead)
    {
        if (After.Lease is { } lease && lease.IsLiveAt(_occasion.Now) && !IsOwn(lease.Holder) && !isKnownDead(lease.Holder))
            throw new BuildHeldException(After.Id, lease);
        return this;
    }

    /// <summary>Checks that the lease with this fencing token is still the last one.</summary>
    /// <exception cref="LeaseLostException">Another worker took over.</exception>
    public Change RequireLease(long token) =>
        After.Lease?.Token == token ? this : throw new LeaseLostException(After.Id);

    private bool IsOwn(Worker holder) => holder == _occasion.Worker;
}
