using Pawl.Builds;

namespace Pawl.Metrics;

/// <summary>Counts the leases of unfinished builds, and shows such builds one by one where that is wanted.</summary>
/// <param name="now">This moment.</param>
/// <param name="detail">Whether to show builds one by one.</param>
internal sealed class OpenBuildCensus(DateTimeOffset now, BuildDetail detail)
{
    private readonly MetricFamily _state = new("pawl_build_state", "The current state of an unfinished build.", MetricKind.Gauge);
    private readonly MetricFamily _change = new("pawl_build_last_change_timestamp_seconds", "When an unfinished build changed last.", MetricKind.Gauge);
    private readonly MetricFamily _retries = new("pawl_build_retries", "Failed attempts at the current state of an unfinished build, since it was entered or retried by hand.", MetricKind.Gauge);
    private readonly MetricFamily _expiry = new("pawl_build_lease_expiry_timestamp_seconds", "When the lease of an unfinished build ends unless it is renewed.", MetricKind.Gauge);
    private int _live, _expired, _due;
    private DateTimeOffset? _soonest;

    public void Add(BuildState build)
    {
        if (build.Lease is { } lease)
        {
            _live += lease.IsLiveAt(now) ? 1 : 0;
            _expired += lease.IsLiveAt(now) ? 0 : 1;
            if (lease.IsLiveAt(now) && !(_soonest < lease.Until))
                _soonest = lease.Until;
        }

        _due += build.LastFailure?.Failure.RetryAt is not null ? 1 : 0;
        if (detail == BuildDetail.PerBuild)
            Show(build);
    }

    public IEnumerable<MetricFamily> Families()
    {
        yield return new MetricFamily("pawl_leases", "Unfinished builds that a worker holds, and that one held which let its lease run out.", MetricKind.Gauge)
            .Add(_live, ("lease", "live")).Add(_expired, ("lease", "expired"));
        yield return new MetricFamily("pawl_retries_waiting", "Failed builds whose next automatic attempt is due, now or later.", MetricKind.Gauge).Add(_due);
        if (_soonest is { } soonest)
            yield return new MetricFamily("pawl_lease_soonest_expiry_timestamp_seconds", "When the next of the live leases ends unless it is renewed.", MetricKind.Gauge).Add(MetricTime.Seconds(soonest));
        yield return _state;
        yield return _change;
        yield return _retries;
        yield return _expiry;
    }

    private void Show(BuildState build)
    {
        var id = ("build_id", build.Id.Value);
        _state.Add(build.Current.Value, id, ("status", build.Status.ToText()), ("provider", build.Provider.Value), ("image_type", build.ImageType.Value));
        _change.Add(MetricTime.Seconds(build.LastUpdate), id);
        _retries.Add(build.RetryCount, id);
        if (build.Lease is { } lease)
            _expiry.Add(MetricTime.Seconds(lease.Until), id);
    }
}

/// <summary>How much metrics say of single builds.</summary>
public enum BuildDetail
{
    /// <summary>Nothing: as many numbers as there are kinds of builds, however many builds there are.</summary>
    Totals,

    /// <summary>Unfinished builds are shown one by one, too.</summary>
    PerBuild,
}
