using System.Collections.Immutable;
using Pawl.Builds;

namespace Pawl.Tracing;

/// <summary>A span that hasn't ended.</summary>
internal sealed class OpenSpan
{
    // OpenTelemetry's own limit.
    private const int MostMoments = 128;

    private ImmutableArray<TraceMoment> _moments = [];

    public string Id { get; private set; } = "";

    public DateTimeOffset Start { get; private set; }

    public bool IsEmpty { get; private set; } = true;

    public ImmutableArray<TraceMoment> Moments => _moments;

    public void Begin(string what, BuildEvent began) => (Id, Start) = (TraceIds.OfSpan(what, began.Id), began.At);

    public void Touch() => IsEmpty = false;

    public void Add(BuildEvent happened, string name, params ImmutableArray<TraceAttribute> attributes)
    {
        Touch();
        if (_moments.Length < MostMoments)
            _moments = _moments.Add(new TraceMoment(happened.At, name, attributes));
    }
}
